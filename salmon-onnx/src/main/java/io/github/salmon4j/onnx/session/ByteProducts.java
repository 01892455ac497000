package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether this processor multiplies uint8 by int8 exactly. Those without dot products of bytes
 * (x86-64 before VNNI) add two products of 255 and 127 in 16 bits, and saturate without a word;
 * their products of uint8 by uint8 are exact, if slower.
 */
public final class ByteProducts {

  private static final int INNER = 64;
  private static final int COLUMNS = 16;
  private static final int LARGEST = 127;

  private ByteProducts() {}

  /** Asked once in a process. */
  private static final class Holder {
    static final boolean EXACT = isExact(LARGEST * LARGEST * INNER);
  }

  /** {@return whether products of uint8 by int8 are exact} */
  public static boolean areExact() {
    return Holder.EXACT;
  }

  /** {@return whether the product of the largest numbers is a given sum} */
  static boolean isExact(float sum) {
    GraphBuilder g = new GraphBuilder("byte products");
    float[] left = new float[2 * INNER];
    Arrays.fill(left, LARGEST);
    byte[] right = new byte[INNER * COLUMNS];
    Arrays.fill(right, (byte) LARGEST);
    Value codes =
        g.quantizeRows(
            g.constant("left", Shape.of(2, INNER), left),
            g.constant("units", Shape.of(2, 1), 1f, 1f),
            1);
    Value weights = g.constant("right", ElementType.INT8, Shape.of(INNER, COLUMNS), right);
    float[] ones = new float[COLUMNS];
    Arrays.fill(ones, 1);
    Value scales = g.constant("ones", Shape.of(COLUMNS), ones);
    g.output("sums", g.integerMatMul(codes, 1, weights, scales));
    try (Session session =
            Session.open(g.build(), Path.of("."), EngineSettings.defaults().withThreads(1));
        OnnxTensor sums =
            Objects.requireNonNull(session.run(Map.of(), Set.of("sums")).get("sums"))) {
      float[] found = new float[2 * COLUMNS];
      sums.getFloatBuffer().get(found);
      float[] expected = new float[found.length];
      Arrays.fill(expected, sum);
      return Arrays.equals(expected, found);
    }
  }
}
