package io.github.salmon4j.core.training;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;

/** A language model that knows the last token alone: a table of logits, [V, V]. */
public final class BigramModel extends ToyModel {

  public final ToyParameter table;
  private final int vocabulary;

  public BigramModel(int vocabulary, float... logits) {
    this(vocabulary, new ToyParameter("bigrams", logits));
  }

  private BigramModel(int vocabulary, ToyParameter table) {
    super(table);
    this.vocabulary = vocabulary;
    this.table = table;
  }

  /** All tokens alike. */
  public static BigramModel uniform(int vocabulary) {
    return new BigramModel(vocabulary, new float[vocabulary * vocabulary]);
  }

  /** {@return the probability of a token after another} */
  public double probability(int before, int token) {
    return Math.exp(logit(before, token) - logSum(before));
  }

  @Override
  ValidTokens mask(TokenBatch batch) {
    return batch.validTokens();
  }

  @Override
  double output(TokenSequence sequence, int t) {
    int before = before(sequence, t);
    return logit(before, sequence.response().get(t)) - logSum(before);
  }

  /** {@code dlogp[token]/dz[v] = 1[v = token] - p[v]}. */
  @Override
  void backward(TokenSequence sequence, int t, double gradient) {
    int before = before(sequence, t);
    for (int v = 0; v < vocabulary; v++) {
      double hit = v == sequence.response().get(t) ? 1 : 0;
      table.add(before * vocabulary + v, gradient * (hit - probability(before, v)));
    }
  }

  private double logit(int before, int token) {
    return table.get(before * vocabulary + token);
  }

  private double logSum(int before) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < vocabulary; v++) {
      largest = Math.max(largest, logit(before, v));
    }
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      sum += Math.exp(logit(before, v) - largest);
    }
    return largest + Math.log(sum);
  }

  private static int before(TokenSequence sequence, int t) {
    TokenIds prompt = sequence.prompt();
    return t > 0 ? sequence.response().get(t - 1) : prompt.get(prompt.size() - 1);
  }
}
