package io.github.salmon4j.onnx.checkpoint;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face checkpoint folder: {@code config.json}, weights in {@code model.safetensors} or in
 * the shards of a {@code model.safetensors.index.json}, and perhaps {@code tokenizer.json}.
 *
 * <p>Opening reads the configuration and the headers and checks them against each other: every
 * weight that the configuration calls for is there, in its shape, and none is left over. The
 * numbers themselves stay in the files, which must not change while a checkpoint is in use.
 * Immutable and safe for use by several threads.
 */
public final class Checkpoint {

  private final Path folder;
  private final ModelConfig config;
  private final CheckpointFiles files;
  private final @Nullable Path tokenizerFile;

  private Checkpoint(
      Path folder, ModelConfig config, CheckpointFiles files, @Nullable Path tokenizerFile) {
    this.folder = folder;
    this.config = config;
    this.files = files;
    this.tokenizerFile = tokenizerFile;
  }

  /**
   * {@return the checkpoint in a folder}
   *
   * <p>Links are followed, so a snapshot folder of the Hugging Face cache works as it is.
   *
   * @param folder the folder that holds {@code config.json}
   * @throws ModelFormatException if a file is missing, malformed, or asks for something unsupported
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Checkpoint open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelFormatException(folder, "folder", "a checkpoint folder", "none");
    }
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    CheckpointFiles files = CheckpointFiles.open(folder);
    WeightLayout.check(folder, config, files.tensors());
    Path tokenizer = folder.resolve("tokenizer.json");
    return new Checkpoint(folder, config, files, Files.exists(tokenizer) ? tokenizer : null);
  }

  /**
   * {@return the folder for expanded weights: the system property {@code salmon4j.cache}, else
   * {@code $XDG_CACHE_HOME/salmon4j}, else {@code .cache/salmon4j} in the user's home}
   */
  public static Path defaultCacheFolder() {
    return Float32Cache.defaultFolder(
        System.getProperty("salmon4j.cache", ""),
        System.getenv(),
        Path.of(System.getProperty("user.home", "")));
  }

  /** {@return the folder, as it was given} */
  public Path folder() {
    return folder;
  }

  /** {@return what the model computes} */
  public ModelConfig config() {
    return config;
  }

  /** {@return the {@code tokenizer.json}, if the folder has one} */
  public Optional<Path> tokenizerFile() {
    return Optional.ofNullable(tokenizerFile);
  }

  /** {@return the names of all tensors, in alphabetical order} */
  public Set<String> tensorNames() {
    return Collections.unmodifiableSet(new TreeSet<>(files.tensors().keySet()));
  }

  /** {@return the size of all tensors in their files, in bytes} */
  public long byteLength() {
    return files.tensors().values().stream().mapToLong(StoredTensor::byteLength).sum();
  }

  /**
   * {@return a weight}
   *
   * @param name its name, such as {@code model.norm.weight}
   * @param expectedShape the shape it must have, outermost dimension first; none for a scalar
   * @throws ModelFormatException if there is no such tensor, or it has another shape, or its type
   *     is none of F32, F16 and BF16
   */
  public TensorEntry tensor(String name, long... expectedShape) {
    StoredTensor tensor = files.tensors().get(Objects.requireNonNull(name, "name"));
    if (tensor == null) {
      throw new ModelFormatException(folder, name, "a tensor", "none of this name");
    }
    return tensor.asWeight(expectedShape);
  }

  /**
   * {@return the real path of the deepest folder that holds all weight files, links resolved} An
   * engine that refuses weights outside its folder, links included, accepts this one.
   */
  public Path commonFolder() {
    return files.commonFolder();
  }

  /**
   * {@return where a weight's file lies relative to {@link #commonFolder()}, with {@code /} between
   * the names on every platform}
   *
   * @param tensor one of this checkpoint's weights
   * @throws IllegalArgumentException if its file is not one of this checkpoint's
   */
  public String locationOf(TensorEntry tensor) {
    if (files.files().stream().noneMatch(file -> file.file().equals(tensor.file()))) {
      throw new IllegalArgumentException(
          "tensor " + tensor.name() + ": expected one of " + folder + ", found " + tensor.file());
    }
    Path location = files.commonFolder().relativize(tensor.file());
    return location.toString().replace(File.separatorChar, '/');
  }

  /**
   * {@return this checkpoint with all weights in f32, expanded into the default cache folder}
   *
   * @see #asFloat32(Path)
   * @see #defaultCacheFolder()
   */
  public Checkpoint asFloat32() {
    return asFloat32(defaultCacheFolder());
  }

  /**
   * {@return this checkpoint with all weights in f32} It is this object if they already are; else
   * the same names and shapes in one file of the cache folder, which is made at the first call and
   * found again at later ones, by other processes too. Making it needs little memory, whatever the
   * size of the checkpoint. Tensors that cannot be weights are not carried over.
   *
   * @param cacheFolder where the file goes; made if it is not there
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Checkpoint asFloat32(Path cacheFolder) {
    Objects.requireNonNull(cacheFolder, "cacheFolder");
    List<TensorEntry> weights =
        files.tensors().values().stream()
            .filter(StoredTensor::isWeight)
            .map(StoredTensor::asWeightOfAnyShape)
            .toList();
    if (weights.stream().allMatch(weight -> weight.type() == ElementType.F32)) {
      return this;
    }
    SafetensorsFile copy = Float32Cache.in(cacheFolder).copyOf(files.files(), weights);
    return new Checkpoint(folder, config, CheckpointFiles.of(List.of(copy)), tokenizerFile);
  }

  List<SafetensorsFile> weightFiles() {
    return files.files();
  }

  Collection<StoredTensor> storedTensors() {
    return files.tensors().values();
  }

  @Override
  public String toString() {
    return config.architecture().className() + " in " + folder;
  }
}
