package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import io.github.salmon4j.onnx.checkpoint.SafetensorsLayout.Planned;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A checkpoint's weights in one file of the cache folder: the projections and the vocabulary head
 * as codes of few bits, everything else in f32. The file is made at the first call, straight from
 * the checkpoint's own type, and found again at later ones, by other processes too.
 */
public final class QuantizedCheckpoint {

  /** Part of the hash: to be raised when the layout of a copy or the rounding changes. */
  private static final String VERSION = "salmon4j quantized cache 1";

  private static final String SCALES = ".scales";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String VOCABULARY = "lm_head.weight";
  private static final int NUMBERS_AT_ONCE = 1 << 18;
  private static final int ROWS_AT_ONCE = 64;

  private final SafetensorsFile file;

  private QuantizedCheckpoint(SafetensorsFile file) {
    this.file = file;
  }

  /** Which 8-bit integers codes of 8 bits are. */
  public enum Bytes {
    /** From -127 to 127. */
    SIGNED,
    /** 128 more, from 1 to 255. */
    UNSIGNED
  }

  /**
   * Where a tensor's bytes are.
   *
   * @param offset of the first byte in the file
   * @param length number of bytes
   */
  public record Place(long offset, long length) {}

  /**
   * {@return the weights of a checkpoint, made now or before}
   *
   * @param checkpoint what they are made of
   * @param precision int8 or int4
   * @param bytes which integers the codes of int8 are
   * @param cacheFolder where the file goes; made if it is not there
   * @throws IllegalArgumentException if the precision is float32
   * @throws ModelFormatException if a matrix holds a number that is not finite
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static QuantizedCheckpoint of(
      Checkpoint checkpoint, WeightPrecision precision, Bytes bytes, Path cacheFolder) {
    Objects.requireNonNull(cacheFolder, "cacheFolder");
    MatrixCodes codes = codes(precision, bytes);
    Set<String> matrices = matrices(checkpoint.config());
    List<TensorEntry> floats = floats(checkpoint, matrices);
    List<TensorEntry> coded =
        checkpoint.storedTensors().stream()
            .filter(tensor -> matrices.contains(tensor.name()))
            .map(StoredTensor::asWeightOfAnyShape)
            .toList();
    SafetensorsFile copy =
        Float32Cache.in(cacheFolder)
            .copyOf(
                checkpoint.weightFiles(),
                VERSION + " " + precision + " " + bytes,
                SafetensorsLayout.aligned(plan(floats, coded, codes)),
                into -> write(into, floats, coded, codes));
    return new QuantizedCheckpoint(copy);
  }

  /** {@return the folder of the file} */
  public Path folder() {
    return Objects.requireNonNull(file.file().getParent(), "a file lies in a folder");
  }

  /** {@return the file's name in the folder} */
  public String location() {
    return Objects.requireNonNull(file.file().getFileName(), "a file has a name").toString();
  }

  /**
   * {@return where an f32 tensor is}
   *
   * @param name as in the checkpoint
   */
  public Place floats(String name) {
    StoredTensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new ModelFormatException(file.file(), name, "a tensor", "none of this name");
    }
    return new Place(tensor.offset(), tensor.byteLength());
  }

  /**
   * {@return where a matrix's codes are: of int8 [in, out], of int4 [out, blocks, bytes]}
   *
   * @param name of the matrix in the checkpoint
   * @param precision as given
   * @param bytes as given
   */
  public Place codes(String name, WeightPrecision precision, Bytes bytes) {
    return floats(name + codes(precision, bytes).suffix());
  }

  /**
   * {@return where a matrix's scales are: of int8 [out], of int4 [out, blocks], f32}
   *
   * @param name of the matrix in the checkpoint
   */
  public Place scales(String name) {
    return floats(name + SCALES);
  }

  private static MatrixCodes codes(WeightPrecision precision, Bytes bytes) {
    if (precision instanceof WeightPrecision.Int8) {
      return bytes == Bytes.SIGNED ? ByteCodes.SIGNED : ByteCodes.UNSIGNED;
    }
    if (precision instanceof WeightPrecision.Int4 blocks) {
      return new BlockCodes(blocks.blockSize());
    }
    throw new IllegalArgumentException("precision: expected int8 or int4, found " + precision);
  }

  /** {@return the names of the matrices that are stored as codes} */
  private static Set<String> matrices(ModelConfig config) {
    Set<String> names = new LinkedHashSet<>();
    Dimensions sizes = config.dimensions();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        names.add(projection.pathIn(layer) + ".weight");
      }
    }
    if (config.architecture().head() == Head.VOCABULARY) {
      names.add(config.has(Trait.TIED_EMBEDDINGS) ? EMBEDDING : VOCABULARY);
    }
    return names;
  }

  /** {@return what stays f32: the embedding too where it is the head at the same time} */
  private static List<TensorEntry> floats(Checkpoint checkpoint, Set<String> matrices) {
    return checkpoint.storedTensors().stream()
        .filter(StoredTensor::isWeight)
        .filter(tensor -> !matrices.contains(tensor.name()) || tensor.name().equals(EMBEDDING))
        .map(StoredTensor::asWeightOfAnyShape)
        .toList();
  }

  private static List<Planned> plan(
      List<TensorEntry> floats, List<TensorEntry> coded, MatrixCodes codes) {
    List<Planned> plan = new ArrayList<>();
    for (TensorEntry tensor : floats) {
      plan.add(new Planned(tensor.name(), StoredType.F32, tensor.shape()));
    }
    for (TensorEntry matrix : coded) {
      plan.addAll(plan(matrix, codes));
    }
    return plan;
  }

  /** {@return scales, then codes} */
  private static List<Planned> plan(TensorEntry matrix, MatrixCodes codes) {
    long out = matrix.shape().get(0);
    long in = matrix.shape().get(1);
    return List.of(
        new Planned(matrix.name() + SCALES, StoredType.F32, codes.scaleShape(out, in)),
        new Planned(matrix.name() + codes.suffix(), codes.type(), codes.shape(out, in)));
  }

  private static void write(
      Float32Writer into, List<TensorEntry> floats, List<TensorEntry> coded, MatrixCodes codes)
      throws IOException {
    for (TensorEntry tensor : floats) {
      into.write(tensor);
    }
    for (TensorEntry matrix : coded) {
      List<Planned> plan = plan(matrix, codes);
      float[] scales = new float[Math.toIntExact(plan.get(0).byteLength() / Float.BYTES)];
      byte[] bytes = new byte[Math.toIntExact(plan.get(1).byteLength())];
      encode(matrix, codes, bytes, scales);
      into.write(FloatBuffer.wrap(scales));
      into.write(ByteBuffer.wrap(bytes));
    }
  }

  /** Encodes a matrix, some rows on each processor. */
  private static void encode(TensorEntry matrix, MatrixCodes codes, byte[] bytes, float[] scales) {
    int out = Math.toIntExact(matrix.shape().get(0));
    int in = Math.toIntExact(matrix.shape().get(1));
    int rows = Math.max(ROWS_AT_ONCE, NUMBERS_AT_ONCE / in);
    IntStream.range(0, (out + rows - 1) / rows)
        .parallel()
        .map(part -> part * rows)
        .forEach(
            first ->
                codes.encode(
                    MatrixRows.of(matrix, first, Math.min(rows, out - first)), bytes, scales));
  }
}
