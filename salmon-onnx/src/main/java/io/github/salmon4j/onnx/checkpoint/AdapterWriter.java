package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a LoRA adapter folder that {@link LoraAdapter} and Python's PEFT read, with the names that
 * PEFT 0.21 itself writes.
 *
 * <p>With a scalar head the folder is one for {@code LlamaForSequenceClassification} over the base,
 * with one label ({@code task_type} SEQ_CLS, {@code modules_to_save} score). Without, it is one for
 * the base: {@code task_type} is CAUSAL_LM, or null where the base has a scalar head of its own,
 * which PEFT would otherwise ask the adapter for.
 *
 * <p>The same adapter gives the same bytes, whatever the order in which it was put together.
 * Buffers are kept, not copied: they may not change until the folder is written. To be used by one
 * thread.
 */
public final class AdapterWriter {

  private static final String ROOT = "base_model.model.";

  private final ModelConfig base;
  private final String baseName;
  private final Map<Site, AdapterJson.Strength> strengths =
      new TreeMap<>(Comparator.comparingInt(Site::layer).thenComparing(Site::projection));
  private final SafetensorsWriter tensors = new SafetensorsWriter();
  private boolean hasHead;
  private @Nullable String templateHash;

  /**
   * A writer of an adapter that attaches nowhere yet.
   *
   * @param base the model that is adapted
   * @param baseName where Python finds the base: a name on the Hugging Face hub, or a folder; kept
   *     as {@code base_model_name_or_path}
   */
  public AdapterWriter(ModelConfig base, String baseName) {
    this.base = Objects.requireNonNull(base, "base");
    this.baseName = Objects.requireNonNull(baseName, "baseName");
  }

  /**
   * Adds the update {@code alpha / R * B A} of one projection; ranks and alphas may differ.
   *
   * @param site the projection, in one of the base's layers, not yet added
   * @param alpha the numerator of the scale, above 0; {@code scale * R} where the scale is given
   * @param a the first factor, [R, in], row-major; its size says what R is
   * @param b the second factor, [out, R], row-major
   * @return this
   * @throws IllegalArgumentException if the base has no such layer, the site was added before,
   *     alpha is not a finite number above 0, or the factors do not fit the projection and each
   *     other
   */
  public AdapterWriter factors(Site site, double alpha, FloatBuffer a, FloatBuffer b) {
    long inputs = site.projection().inputs(base.dimensions());
    long outputs = site.projection().outputs(base.dimensions());
    long rank = a.remaining() / inputs;
    String module = site.projection().pathIn(site.layer());
    if (site.layer() >= base.dimensions().layers()) {
      throw new IllegalArgumentException(
          "layer: expected below " + base.dimensions().layers() + ", found " + site.layer());
    }
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException(
          "alpha of " + module + ": expected a finite number above 0, found " + alpha);
    }
    if (rank < 1 || a.remaining() != rank * inputs || b.remaining() != outputs * rank) {
      throw new IllegalArgumentException(
          "factors of %s: expected [R, %d] and [%d, R], found %d and %d numbers"
              .formatted(module, inputs, outputs, a.remaining(), b.remaining()));
    }
    tensors.add(ROOT + module + ".lora_A.weight", a, rank, inputs);
    tensors.add(ROOT + module + ".lora_B.weight", b, outputs, rank);
    strengths.put(site, new AdapterJson.Strength((int) rank, alpha));
    return this;
  }

  /**
   * Adds a scalar head, {@code weight h}.
   *
   * @param weight [1, C]
   * @return this
   * @throws IllegalArgumentException if there is one already, or the size is another
   */
  public AdapterWriter scoreHead(FloatBuffer weight) {
    tensors.add(ROOT + "score.weight", weight, 1, base.dimensions().hiddenSize());
    hasHead = true;
    return this;
  }

  /**
   * Adds a scalar head with a bias, {@code weight h + bias}. {@link LoraAdapter} reads the bias.
   * Python's classes have no place for one and PEFT drops it silently: its scores are lower by the
   * bias, all alike.
   *
   * @param weight [1, C]
   * @param bias [1]
   * @return this
   * @throws IllegalArgumentException if there is a head already, or a size is another
   */
  public AdapterWriter scoreHead(FloatBuffer weight, FloatBuffer bias) {
    scoreHead(weight);
    tensors.add(ROOT + "score.bias", bias, 1);
    return this;
  }

  /**
   * Says in {@code salmon4j.json} which template the adapter was trained with; a reward model with
   * another refuses the folder. Python does not read it.
   *
   * @param hash the template's hash
   * @return this
   */
  public AdapterWriter rewardTemplate(String hash) {
    templateHash = Objects.requireNonNull(hash, "hash");
    return this;
  }

  /**
   * Writes the folder. It appears at once, when all its bytes are on the disk.
   *
   * @param folder a path at which nothing is yet, in a folder that exists
   * @throws IllegalStateException if the adapter attaches nowhere
   * @throws java.io.UncheckedIOException if something is there already or cannot be written;
   *     nothing is left of what was begun
   */
  public void write(Path folder) {
    Objects.requireNonNull(folder, "folder");
    if (strengths.isEmpty()) {
      throw new IllegalStateException("adapter: expected factors of at least 1 site, found none");
    }
    String config = AdapterJson.of(strengths, base.dimensions().layers(), taskType(), baseName);
    Publication.folder(
        folder,
        path -> {
          text(path.resolve("adapter_config.json"), config);
          tensors.write(path.resolve("adapter_model.safetensors"));
          if (templateHash != null) {
            Map<String, String> manifest = Map.of("reward_template", templateHash);
            text(path.resolve("salmon4j.json"), JsonMapper.shared().writeValueAsString(manifest));
          }
        });
  }

  private AdapterJson.Task taskType() {
    if (hasHead) {
      return AdapterJson.Task.SEQ_CLS;
    }
    return base.architecture().head() == Head.SCORE
        ? AdapterJson.Task.NONE
        : AdapterJson.Task.CAUSAL_LM;
  }

  private static void text(Path file, String text) {
    Publication.file(file, path -> Files.writeString(path, text + "\n", StandardCharsets.UTF_8));
  }
}
