package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.training.Objective;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.List;

/** Scores are to differ as preferences do: two sequences for each pair, rows 2i and 2i + 1. */
record PreferenceObjective(PairwiseLoss pairwise)
    implements Objective<EncodedPair, PreferenceReport> {

  @Override
  public List<TokenSequence> sequences(EncodedPair pair) {
    return List.of(input(pair.first()), input(pair.second()));
  }

  @Override
  public int source(EncodedPair pair) {
    return pair.source();
  }

  @Override
  public BatchLoss loss(List<EncodedPair> batch) {
    PairTargets targets = PairTargets.of(batch.stream().map(EncodedPair::target).toList());
    return (pairs, scores) -> pairwise.loss(scores, targets.select(pairs));
  }

  @Override
  public Measurement<EncodedPair, PreferenceReport> measurement() {
    return new PreferenceMeasurement();
  }

  /** A score is read at the last token, so nothing follows what the model is given. */
  static TokenSequence input(TokenIds tokens) {
    return new TokenSequence(tokens, TokenIds.empty());
  }
}
