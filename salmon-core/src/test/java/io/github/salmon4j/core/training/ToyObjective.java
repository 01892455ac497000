package io.github.salmon4j.core.training;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.training.ToyObjective.Example;
import io.github.salmon4j.core.training.ToyObjective.Mean;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The mean of the outputs, one for each example, is to fall. */
final class ToyObjective implements Objective<Example, Mean> {

  record Example(int token, int source) {}

  record Mean(long count, double mean) implements EvaluationReport {
    @Override
    public Map<String, Double> values() {
      return Map.of("mean", mean);
    }
  }

  @Override
  public List<TokenSequence> sequences(Example example) {
    return List.of(new TokenSequence(TokenIds.of(0), TokenIds.of(example.token())));
  }

  @Override
  public int source(Example example) {
    return example.source();
  }

  @Override
  public BatchLoss loss(List<Example> batch) {
    return (examples, outputs) -> {
      ValidTokens.all(examples.length, 1).requireFinite("outputs", outputs);
      float[] gradient = new float[examples.length];
      Arrays.fill(gradient, 1f / batch.size());
      double loss = 0;
      for (int i = 0; i < examples.length; i++) {
        loss += outputs.get(i, 0) / batch.size();
      }
      return new Loss(loss, FloatMatrix.of(examples.length, 1, gradient));
    };
  }

  @Override
  public Measurement<Example, Mean> measurement() {
    return new Measurement<>() {
      private long count;
      private double sum;

      @Override
      public void add(List<Example> examples, FloatMatrix outputs) {
        ValidTokens.all(examples.size(), 1).requireFinite("outputs", outputs);
        for (int i = 0; i < examples.size(); i++) {
          sum += outputs.get(i, 0);
          count++;
        }
      }

      @Override
      public Mean report() {
        return new Mean(count, sum / count);
      }
    };
  }
}
