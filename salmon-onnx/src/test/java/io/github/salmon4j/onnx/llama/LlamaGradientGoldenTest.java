package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.autodiff.NumericModel;
import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import io.github.salmon4j.onnx.autodiff.NumericModel.Precision;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.llama.LlamaGradients.Wanted;
import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gradients of whole models against PyTorch's autograd through transformers and peft. */
class LlamaGradientGoldenTest {

  /** transformers computes norms, softmax and angles in float32 even in float64 models. */
  private static final double TOLERANCE = 1e-4;

  static Stream<JsonNode> models() {
    try (InputStream file =
        LlamaGradientGoldenTest.class.getResourceAsStream("/golden/autodiff/gradients.json")) {
      return StreamSupport.stream(JsonMapper.shared().readTree(file).spliterator(), false)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradients_goldenCheckpoint_equalPyTorchs(JsonNode golden) {
    String name = golden.get("checkpoint").asString();
    String adapterName = golden.get("adapter").asString();
    LoraAdapter adapter = adapterName.isEmpty() ? LoraAdapter.none() : Models.adapter(adapterName);
    LlamaGradients gradients =
        new LlamaGradients(
            name, adapter.factors(), Head.valueOf(golden.get("head").asString()), Wanted.ALL);
    Map<String, Feed> feeds = gradients.feeds(run(golden.get("sequences")), 0);
    double[] seeds = seeds(golden.get("sequences"));
    feeds.put(LlamaGradients.SEED, new Feed(seeds, seeds.length, 1));
    feeds.put(
        HeadOutputs.TEMPERATURE, new Feed(new double[] {golden.get("temperature").asDouble()}, 1));
    feeds.put(HeadOutputs.SCORE_BIAS, new Feed(new double[1], 1));
    adapter
        .scoreHead()
        .ifPresent(head -> feeds.put(HeadOutputs.SCORE_WEIGHT, LlamaGradients.feed(head.weight())));
    try (NumericModel model =
        NumericModel.open(gradients.graph(), Precision.FLOAT32, OptLevel.EXTENDED_OPT)) {
      Map<String, double[]> found = model.run(feeds);
      golden
          .get("gradients")
          .properties()
          .forEach(
              entry -> {
                double[] gradient = found.get("d " + entry.getKey());
                assertNotNull(gradient, entry.getKey());
                assertEqual(entry.getKey(), entry.getValue(), gradient);
              });
    }
  }

  private static void assertEqual(String name, JsonNode expected, double[] gradient) {
    double norm = expected.get("norm").asDouble();
    double squares = 0;
    double cosine = 0;
    for (int i = 0; i < gradient.length; i++) {
      squares += gradient[i] * gradient[i];
      cosine += gradient[i] * Math.cos(i);
    }
    assertTrue(norm > 0, name);
    assertEquals(norm, Math.sqrt(squares), TOLERANCE * norm, name + ": norm");
    assertEquals(expected.get("cosine").asDouble(), cosine, TOLERANCE * norm, name + ": cosine");
    int stride = expected.get("stride").asInt();
    JsonNode samples = expected.get("samples");
    assertEquals((gradient.length + stride - 1) / stride, samples.size(), name + ": samples");
    for (int i = 0; i < samples.size(); i++) {
      assertEquals(
          samples.get(i).asDouble(), gradient[i * stride], TOLERANCE * norm, name + ": " + i);
    }
  }

  private static TokenRun run(JsonNode sequences) {
    List<Tail> tails = new ArrayList<>();
    for (JsonNode sequence : sequences) {
      tails.add(
          new Tail(
              ints(sequence.get("ids")),
              ints(sequence.get("reads")),
              ints(sequence.get("targets"))));
    }
    return TokenRun.rows(tails, Padding.LEFT);
  }

  private static double[] seeds(JsonNode sequences) {
    return StreamSupport.stream(sequences.spliterator(), false)
        .flatMap(sequence -> StreamSupport.stream(sequence.get("seeds").spliterator(), false))
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static int[] ints(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
