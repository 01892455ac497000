package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.N;

import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.List;

/** What stands on the last norm: a scalar head or a vocabulary. */
final class HeadParts {

  static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String VOCABULARY = "lm_head.weight";

  private final GraphBuilder g;
  private final ModelConfig config;

  HeadParts(GraphBuilder g, ModelConfig config) {
    this.g = g;
    this.config = config;
  }

  static Value embedding(Weights weights, Dimensions dims) {
    return weights.weight(EMBEDDING, Shape.of(dims.vocabSize(), dims.hiddenSize()));
  }

  /** {@return the name of the matrix from hidden states to logits: the embedding's if tied} */
  static String vocabularyName(ModelConfig config) {
    return config.has(Trait.TIED_EMBEDDINGS) ? EMBEDDING : VOCABULARY;
  }

  /** {@return the inputs of a scalar head, its weight [1, C] and its bias [1]} */
  Value[] scoreInputs() {
    Shape weight = Shape.of(1, config.dimensions().hiddenSize());
    return new Value[] {
      g.input(HeadOutputs.SCORE_WEIGHT, ElementType.FLOAT32, weight),
      g.input(HeadOutputs.SCORE_BIAS, ElementType.FLOAT32, Shape.of(1))
    };
  }

  /** {@return one score for each normed state [N, C], [N, 1]; the head is an input} */
  Value scores(Value normed) {
    Value[] head = scoreInputs();
    return scores(normed, head[0], head[1]);
  }

  Value scores(Value normed, Value weight, Value bias) {
    return g.add(g.matMulTransposed(normed, weight), bias);
  }

  /** {@return logits over the temperature, which is an input: normed [N, C] to [N, V]} */
  Value logits(Value normed, Weights weights) {
    Dimensions dims = config.dimensions();
    Shape shape = Shape.of(dims.vocabSize(), dims.hiddenSize());
    Value temperature = g.input(HeadOutputs.TEMPERATURE, ElementType.FLOAT32, Shape.of(1));
    Weights.Matrix matrix = new Weights.Matrix(vocabularyName(config), shape);
    return g.divide(weights.products(g, normed, List.of(matrix)).get(0), temperature);
  }

  /** {@return log-probability of each row's target, which is an input: [N, V] to [N, 1]} */
  Value logProbs(Value logits) {
    Value targets = g.input(HeadOutputs.TARGETS, ElementType.INT64, Shape.of(N));
    Value target = g.gatherElements(logits, g.reshape(targets, Shape.of(N, Dim.of(1))));
    return g.subtract(target, g.logSumExp(logits));
  }
}
