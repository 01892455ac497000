package io.github.salmon4j.core.training;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;

/** A linear reward model over token counts: a weight for each token that occurs, and a bias. */
public final class BagRewardModel extends ToyModel {

  public final ToyParameter weights;
  public final ToyParameter bias;

  public BagRewardModel(float bias, float... weights) {
    this(new ToyParameter("weights", weights), new ToyParameter("bias", bias));
  }

  private BagRewardModel(ToyParameter weights, ToyParameter bias) {
    super(weights, bias);
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  ValidTokens mask(TokenBatch batch) {
    return ValidTokens.all(batch.size(), 1);
  }

  @Override
  double output(TokenSequence sequence, int column) {
    double score = bias.get(0);
    for (int token : sequence.tokens().toArray()) {
      score += weights.get(token);
    }
    return score;
  }

  @Override
  void backward(TokenSequence sequence, int column, double gradient) {
    bias.add(0, gradient);
    for (int token : sequence.tokens().toArray()) {
      weights.add(token, gradient);
    }
  }
}
