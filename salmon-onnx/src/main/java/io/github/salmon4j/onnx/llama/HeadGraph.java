package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.N;

import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last norm and a head as a graph of its own: hidden states of the tokens that are read in, one
 * number for each out, weights as inputs.
 *
 * @param h hidden states, [N, C]
 * @param out log-probabilities of targets, or scores, [N, 1]
 * @param tensors gain, head, and for a score its bias, by name
 */
public record HeadGraph(Value h, Value out, Map<String, Value> tensors) {

  /** Hidden states of the tokens that are read, [N, C]. */
  public static final String H = "h";

  /** Gain of the last norm, [C]. */
  public static final String NORM = "model.norm.weight";

  /** Weight of a scalar head, [1, C]. */
  public static final String SCORE_WEIGHT = HeadOutputs.SCORE_WEIGHT;

  /** Bias of a scalar head, [1]. */
  public static final String SCORE_BIAS = HeadOutputs.SCORE_BIAS;

  /** Divisor of the logits, [1]; an input under a vocabulary only. */
  public static final String TEMPERATURE = HeadOutputs.TEMPERATURE;

  /** Token whose log-probability is wanted in each row, int64 [N]; under a vocabulary only. */
  public static final String TARGETS = HeadOutputs.TARGETS;

  /** The token embedding, [V, C]. */
  public static final String EMBEDDING = HeadParts.EMBEDDING;

  /**
   * {@return the head, as nodes of a graph}
   *
   * @param g where the nodes go
   * @param config sizes and switches of the model
   * @param head which head
   */
  public static HeadGraph emit(GraphBuilder g, ModelConfig config, Head head) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    Weights weights =
        (name, shape) ->
            inputs.computeIfAbsent(name, key -> g.input(name, ElementType.FLOAT32, shape));
    Value h =
        g.input(H, ElementType.FLOAT32, Shape.of(N, Dim.of(config.dimensions().hiddenSize())));
    Value normed = new LayerParts(g, config, weights, Map.of()).norm(NORM, h);
    HeadParts parts = new HeadParts(g, config);
    if (head == Head.VOCABULARY) {
      return new HeadGraph(h, parts.logProbs(parts.logits(normed, weights)), inputs);
    }
    Value[] score = parts.scoreInputs();
    inputs.put(SCORE_WEIGHT, score[0]);
    inputs.put(SCORE_BIAS, score[1]);
    return new HeadGraph(h, parts.scores(normed, score[0], score[1]), inputs);
  }

  /**
   * {@return the name of the matrix from hidden states to logits: the embedding's if tied}
   *
   * @param config switches of the model
   */
  public static String vocabularyName(ModelConfig config) {
    return HeadParts.vocabularyName(config);
  }
}
