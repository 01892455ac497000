package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.TokenLikelihood;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.core.training.Objective;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;

/** Answers are to become likelier: one sequence for each demonstration. */
record LikelihoodObjective(Aggregation aggregation)
    implements Objective<EncodedDemonstration, LikelihoodReport> {

  @Override
  public List<TokenSequence> sequences(EncodedDemonstration example) {
    return List.of(example.sequence());
  }

  @Override
  public int source(EncodedDemonstration example) {
    return example.source();
  }

  @Override
  public BatchLoss loss(List<EncodedDemonstration> batch) {
    TokenWeights weights = aggregation.weights(mask(batch));
    return (examples, logProbs) ->
        TokenLikelihood.loss(logProbs, weights.select(examples, logProbs.columns()));
  }

  @Override
  public Measurement<EncodedDemonstration, LikelihoodReport> measurement() {
    return new Sums();
  }

  private static ValidTokens mask(List<EncodedDemonstration> examples) {
    return new TokenBatch(examples.stream().map(EncodedDemonstration::sequence).toList())
        .validTokens();
  }

  /** Sums over the tokens seen. */
  private static final class Sums implements Measurement<EncodedDemonstration, LikelihoodReport> {

    private long examples;
    private long tokens;
    private double loss;

    @Override
    public void add(List<EncodedDemonstration> added, FloatMatrix logProbs) {
      ValidTokens mask = mask(added);
      mask.requireFinite("log-probabilities", logProbs);
      for (int b = 0; b < mask.rows(); b++) {
        for (int t = 0; t <= mask.lastIn(b); t++) {
          loss -= logProbs.get(b, t);
        }
      }
      examples += added.size();
      tokens += mask.count();
    }

    @Override
    public LikelihoodReport report() {
      return new LikelihoodReport(examples, tokens, loss / tokens);
    }
  }
}
