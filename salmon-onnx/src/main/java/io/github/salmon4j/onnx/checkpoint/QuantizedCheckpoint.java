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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A checkpoint's weights in one file of the cache folder: the projections and the vocabulary head
 * as codes of few bits, everything else in f32. The file is made at the first call, straight from
 * the checkpoint's own type, and found again at later ones, by other processes too.
 *
 * <p>Matrices that are multiplied by the same numbers are one matrix here, one above the other:
 * queries, keys and values of a layer, gate and up.
 */
public final class QuantizedCheckpoint {

  /** Part of the hash: to be raised when the layout of a copy or the rounding changes. */
  private static final String VERSION = "salmon4j quantized cache 2";

  private static final List<List<Projection>> TOGETHER =
      List.of(
          Projection.ATTENTION_INPUTS,
          List.of(Projection.O),
          Projection.FEED_FORWARD_INPUTS,
          List.of(Projection.DOWN));

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
    List<Stack> coded = stacks(checkpoint);
    List<TensorEntry> floats = floats(checkpoint, coded);
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
   * {@return where codes are: of int8 [in, out], of int4 [out, blocks, bytes]}
   *
   * @param names of the matrices in the checkpoint that are one here, from the top
   * @param precision as given
   * @param bytes as given
   */
  public Place codes(List<String> names, WeightPrecision precision, Bytes bytes) {
    return floats(joined(names) + codes(precision, bytes).suffix());
  }

  /**
   * {@return where scales are: of int8 [out], of int4 [out, blocks], f32}
   *
   * @param names of the matrices in the checkpoint that are one here, from the top
   */
  public Place scales(List<String> names) {
    return floats(joined(names) + SCALES);
  }

  private static String joined(List<String> names) {
    return String.join("+", names);
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

  /** Matrices [out, in] one above the other. */
  private record Stack(List<TensorEntry> parts) {

    String name() {
      return joined(parts.stream().map(TensorEntry::name).toList());
    }

    int out() {
      return Math.toIntExact(parts.stream().mapToLong(part -> part.shape().get(0)).sum());
    }

    int in() {
      return Math.toIntExact(parts.get(0).shape().get(1));
    }
  }

  /** {@return the matrices that are stored as codes} */
  private static List<Stack> stacks(Checkpoint checkpoint) {
    ModelConfig config = checkpoint.config();
    Dimensions sizes = config.dimensions();
    List<Stack> stacks = new ArrayList<>();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      for (List<Projection> together : TOGETHER) {
        stacks.add(stack(checkpoint, layer, together));
      }
    }
    if (config.architecture().head() == Head.VOCABULARY) {
      String head = config.has(Trait.TIED_EMBEDDINGS) ? EMBEDDING : VOCABULARY;
      stacks.add(
          new Stack(List.of(checkpoint.tensor(head, sizes.vocabSize(), sizes.hiddenSize()))));
    }
    return stacks;
  }

  private static Stack stack(Checkpoint checkpoint, int layer, List<Projection> together) {
    Dimensions sizes = checkpoint.config().dimensions();
    return new Stack(
        together.stream()
            .map(p -> checkpoint.tensor(p.weightIn(layer), p.outputs(sizes), p.inputs(sizes)))
            .toList());
  }

  /** {@return what stays f32: the embedding too where it is the head at the same time} */
  private static List<TensorEntry> floats(Checkpoint checkpoint, List<Stack> coded) {
    Set<String> matrices = new HashSet<>();
    coded.forEach(stack -> stack.parts().forEach(part -> matrices.add(part.name())));
    return checkpoint.storedTensors().stream()
        .filter(StoredTensor::isWeight)
        .filter(tensor -> !matrices.contains(tensor.name()) || tensor.name().equals(EMBEDDING))
        .map(StoredTensor::asWeightOfAnyShape)
        .toList();
  }

  private static List<Planned> plan(
      List<TensorEntry> floats, List<Stack> coded, MatrixCodes codes) {
    List<Planned> plan = new ArrayList<>();
    for (TensorEntry tensor : floats) {
      plan.add(new Planned(tensor.name(), StoredType.F32, tensor.shape()));
    }
    for (Stack stack : coded) {
      plan.addAll(plan(stack, codes));
    }
    return plan;
  }

  /** {@return scales, then codes} */
  private static List<Planned> plan(Stack stack, MatrixCodes codes) {
    long out = stack.out();
    long in = stack.in();
    return List.of(
        new Planned(stack.name() + SCALES, StoredType.F32, codes.scaleShape(out, in)),
        new Planned(stack.name() + codes.suffix(), codes.type(), codes.shape(out, in)));
  }

  private static void write(
      Float32Writer into, List<TensorEntry> floats, List<Stack> coded, MatrixCodes codes)
      throws IOException {
    for (TensorEntry tensor : floats) {
      into.write(tensor);
    }
    for (Stack stack : coded) {
      List<Planned> plan = plan(stack, codes);
      float[] scales = new float[Math.toIntExact(plan.get(0).byteLength() / Float.BYTES)];
      byte[] bytes = new byte[Math.toIntExact(plan.get(1).byteLength())];
      encode(stack, codes, bytes, scales);
      into.write(FloatBuffer.wrap(scales));
      into.write(ByteBuffer.wrap(bytes));
    }
  }

  /** Encodes matrices, some rows on each processor. */
  private static void encode(Stack stack, MatrixCodes codes, byte[] bytes, float[] scales) {
    int rows = Math.max(ROWS_AT_ONCE, NUMBERS_AT_ONCE / stack.in());
    int above = 0;
    for (TensorEntry part : stack.parts()) {
      int out = Math.toIntExact(part.shape().get(0));
      int top = above;
      IntStream.range(0, (out + rows - 1) / rows)
          .parallel()
          .map(piece -> piece * rows)
          .mapToObj(first -> MatrixRows.of(part, first, Math.min(rows, out - first)))
          .forEach(piece -> codes.encode(piece.under(top, stack.out()), bytes, scales));
      above += out;
    }
  }
}
