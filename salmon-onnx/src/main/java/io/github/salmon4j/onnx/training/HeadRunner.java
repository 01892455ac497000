package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.llama.HeadGraph;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The head, over as many tokens at a time as keep their logits small: [B, T, V] never exists whole.
 */
final class HeadRunner {

  private final Fragment head;
  private final Head kind;
  private final int width;
  private final int vocabulary;
  private final int chunk;

  HeadRunner(Fragment head, Head kind, Dimensions dims, int logitsAtOnce) {
    this.head = head;
    this.kind = kind;
    this.width = dims.hiddenSize();
    this.vocabulary = dims.vocabSize();
    this.chunk =
        kind == Head.SCORE ? Integer.MAX_VALUE : Math.max(1, logitsAtOnce / dims.vocabSize());
  }

  /** {@return one number for each state: hidden [N, C], targets [N] under a vocabulary} */
  float[] forward(float[] hidden, long[] targets) {
    int n = hidden.length / width;
    float[] outputs = new float[n];
    for (int from = 0; from < n; from += Math.min(chunk, n - from)) {
      int to = from + Math.min(chunk, n - from);
      Map<String, OnnxTensor> given = given(hidden, targets, from, to);
      try {
        Map<String, OnnxTensor> out = head.forward(given, Set.of());
        read(Objects.requireNonNull(out.get(GradientGraph.OUTPUT)), outputs, from);
      } finally {
        given.values().forEach(OnnxTensor::close);
      }
    }
    return outputs;
  }

  /**
   * {@return the gradient of the states, [N, C]; zeros unless something below is trained}
   *
   * @param hidden [N, C]
   * @param targets [N] under a vocabulary
   * @param gradient of the outputs, [N]
   * @param sums where gradients are added
   * @param wanted the gradient of the states, or nothing
   */
  float[] back(
      float[] hidden, long[] targets, float[] gradient, GradientSums sums, Set<String> wanted) {
    float[] states = new float[hidden.length];
    for (int from = 0; from < gradient.length; from += Math.min(chunk, gradient.length - from)) {
      int to = from + Math.min(chunk, gradient.length - from);
      Map<String, OnnxTensor> given = given(hidden, targets, from, to);
      given.put(
          GradientGraph.SEED, Tensors.of(Arrays.copyOfRange(gradient, from, to), to - from, 1));
      try {
        OnnxTensor dh = head.back(head.step().fromInput(), given, sums, wanted);
        if (dh != null) {
          read(dh, states, from * width);
        }
      } finally {
        given.values().forEach(OnnxTensor::close);
      }
    }
    return states;
  }

  /** {@return bytes of the logits, and their gradient, of the most tokens worked on at once} */
  long bytes(int tokens) {
    return kind == Head.SCORE ? 0 : 2L * Math.min(chunk, tokens) * vocabulary * Float.BYTES;
  }

  private Map<String, OnnxTensor> given(float[] hidden, long[] targets, int from, int to) {
    Map<String, OnnxTensor> given = new HashMap<>();
    float[] rows = Arrays.copyOfRange(hidden, from * width, to * width);
    given.put(HeadGraph.H, Tensors.of(rows, to - from, width));
    if (kind == Head.VOCABULARY) {
      given.put(HeadGraph.TARGETS, Tensors.of(Arrays.copyOfRange(targets, from, to), to - from));
    }
    return given;
  }

  /** Copies a tensor out and closes it. */
  static void read(OnnxTensor tensor, float[] into, int at) {
    try (tensor) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      buffer.get(into, at, buffer.remaining());
    }
  }
}
