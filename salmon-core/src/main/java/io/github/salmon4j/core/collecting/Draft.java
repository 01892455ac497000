package io.github.salmon4j.core.collecting;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardQuery;

/** A response that no other model has seen yet. */
record Draft(Start start, Generation generation, String text, FinishReason finishReason) {

  /** What is known before the policy writes. */
  record Start(Prompt prompt, Guideline guideline, GenerationRequest request) {}

  Prompt prompt() {
    return start.prompt();
  }

  Guideline guideline() {
    return start.guideline();
  }

  long seed() {
    return start.request().seed();
  }

  TokenSequence sequence() {
    return new TokenSequence(start.request().prompt(), generation.response());
  }

  RewardQuery query() {
    return RewardQuery.of(prompt(), text, guideline());
  }
}
