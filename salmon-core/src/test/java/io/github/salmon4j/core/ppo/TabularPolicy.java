package io.github.salmon4j.core.ppo;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.random.RandomGenerator;

/** A policy that is a table of logits, [states, V]; all alike at first. */
final class TabularPolicy extends TabularModel {

  private final int vocabulary;

  TabularPolicy(int states, int vocabulary, States where) {
    super(new Table("policy", states, vocabulary), where);
    this.vocabulary = vocabulary;
  }

  /** {@return the next-token distribution in a state, [V]} */
  double[] probabilities(int state) {
    double[] logProbs = LogSoftmax.of(table.row(state), state);
    for (int v = 0; v < vocabulary; v++) {
      logProbs[v] = Math.exp(logProbs[v]);
    }
    return logProbs;
  }

  /** {@return the prompt and a sampled response of so many tokens} */
  TokenSequence sample(TokenIds prompt, int length, RandomGenerator random) {
    TokenSequence sequence = new TokenSequence(prompt, TokenIds.empty());
    for (int t = 0; t < length; t++) {
      double left = random.nextDouble();
      double[] probabilities = probabilities(state(sequence, t));
      int token = 0;
      while (token < vocabulary - 1 && (left -= probabilities[token]) >= 0) {
        token++;
      }
      sequence = new TokenSequence(prompt, append(sequence.response(), token));
    }
    return sequence;
  }

  private static TokenIds append(TokenIds ids, int token) {
    int[] longer = java.util.Arrays.copyOf(ids.toArray(), ids.size() + 1);
    longer[ids.size()] = token;
    return TokenIds.of(longer);
  }

  @Override
  double output(int state, int token) {
    return LogSoftmax.of(table.row(state), state)[token];
  }

  /** {@code dlogp[token]/dz[v] = 1[v = token] - p[v]}. */
  @Override
  void backward(int state, int token, double gradient) {
    double[] probabilities = probabilities(state);
    for (int v = 0; v < vocabulary; v++) {
      table.addGradient(state, v, gradient * ((v == token ? 1 : 0) - probabilities[v]));
    }
  }
}
