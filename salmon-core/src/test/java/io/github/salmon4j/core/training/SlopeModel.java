package io.github.salmon4j.core.training;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;

/** One number for each token; its gradient may be spoiled. */
final class SlopeModel extends ToyModel {

  final ToyParameter slopes;
  final double[] factors;

  SlopeModel(float... slopes) {
    this(new ToyParameter("slopes", slopes), slopes.length);
  }

  private SlopeModel(ToyParameter slopes, int tokens) {
    super(slopes);
    this.slopes = slopes;
    this.factors = new double[tokens];
    Arrays.fill(factors, 1);
  }

  @Override
  ValidTokens mask(TokenBatch batch) {
    return batch.validTokens();
  }

  @Override
  double output(TokenSequence sequence, int column) {
    return slopes.get(sequence.response().get(column));
  }

  @Override
  void backward(TokenSequence sequence, int column, double gradient) {
    int token = sequence.response().get(column);
    slopes.add(token, gradient * factors[token]);
  }
}
