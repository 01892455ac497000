package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.autodiff.FiniteDifferences;
import io.github.salmon4j.onnx.autodiff.NumericModel;
import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import io.github.salmon4j.onnx.autodiff.NumericModel.Precision;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.llama.LlamaGradients.Wanted;
import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of whole models: grouped heads, biases, tied and own heads, windows, adapters. */
class LlamaGradientTest {

  /** Largest error found over the largest derivative of a tensor; the worst measures 2e-9. */
  private static final double TOLERANCE = 1e-8;

  private static final double FLOAT32_TOLERANCE = 1e-5;
  private static final int ELEMENTS_PER_TENSOR = 5;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("llama-tied-linear", "", Head.VOCABULARY, Wanted.ALL, Padding.LEFT),
        Arguments.of("llama-tied-linear", "", Head.SCORE, Wanted.ALL, Padding.RIGHT),
        Arguments.of("mistral", "", Head.VOCABULARY, Wanted.ALL, Padding.RIGHT),
        Arguments.of("llama-seqcls", "", Head.SCORE, Wanted.ALL, Padding.LEFT),
        Arguments.of("peft-seqcls/base", "adapter", Head.SCORE, Wanted.ALL, Padding.RIGHT),
        Arguments.of("peft-seqcls/base", "adapter", Head.SCORE, Wanted.ADAPTER, Padding.LEFT),
        Arguments.of(
            "peft-seqcls/base", "adapter-rslora", Head.VOCABULARY, Wanted.ADAPTER, Padding.LEFT));
  }

  private static LlamaGradients gradients(String name, String adapter, Head head, Wanted wanted) {
    return new LlamaGradients(
        name, adapter.isEmpty() ? Map.of() : Models.adapter(adapter).factors(), head, wanted);
  }

  /** Two sequences of different lengths, so that one row is padded; one token repeats. */
  private static TokenRun run(Padding padding) {
    return TokenRun.rows(
        List.of(
            new Tail(new int[] {7, 300, 7, 41, 5}, new int[] {1, 2, 4}, new int[] {7, 41, 383}),
            new Tail(Models.tokens(3, 11).toArray(), new int[] {0, 10}, new int[] {41, 12})),
        padding);
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradients_wholeModel_equalDifferencesInDouble(
      String name, String adapter, Head head, Wanted which, Padding padding) {
    LlamaGradients gradients = gradients(name, adapter, head, which);
    Map<String, Feed> feeds = gradients.feeds(run(padding), 1);
    double[] seed = feeds.get(LlamaGradients.SEED).elements();
    Random random = new Random(2);
    try (NumericModel model = NumericModel.float64(gradients.graph())) {
      Map<String, double[]> found = model.run(feeds);
      for (String input : gradients.wanted()) {
        double[] gradient = found.get("d " + input);
        double size = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
        for (int element : elements(gradient, random)) {
          double expected =
              FiniteDifferences.derivative(
                  model,
                  feeds,
                  y -> FiniteDifferences.dot(y.get(gradients.output()), seed),
                  input,
                  element);
          double error = Math.abs(expected - gradient[element]);
          assertTrue(error <= TOLERANCE * size, input + ": off by " + error + " of " + size);
        }
      }
    }
  }

  /** {@return some elements, the one of the largest derivative among them} */
  private static List<Integer> elements(double[] gradient, Random random) {
    int largest = 0;
    for (int i = 0; i < gradient.length; i++) {
      largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
    }
    List<Integer> elements = new ArrayList<>(List.of(largest));
    for (int i = 1; i < Math.min(ELEMENTS_PER_TENSOR, gradient.length); i++) {
      elements.add(random.nextInt(gradient.length));
    }
    return elements;
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradients_float32AtEveryOptimization_equalDouble(
      String name, String adapter, Head head, Wanted which, Padding padding) {
    LlamaGradients gradients = gradients(name, adapter, head, which);
    Map<String, Feed> feeds = gradients.feeds(run(padding), 1);
    Map<String, double[]> expected;
    try (NumericModel model = NumericModel.float64(gradients.graph())) {
      expected = model.run(feeds);
    }
    for (OptLevel level : OptLevel.values()) {
      try (NumericModel model = NumericModel.open(gradients.graph(), Precision.FLOAT32, level)) {
        Map<String, double[]> found = model.run(feeds);
        for (String input : gradients.wanted()) {
          double distance =
              FiniteDifferences.relativeDistance(
                  found.get("d " + input), expected.get("d " + input));
          assertTrue(distance <= FLOAT32_TOLERANCE, level + " " + input + ": " + distance);
        }
      }
    }
  }
}
