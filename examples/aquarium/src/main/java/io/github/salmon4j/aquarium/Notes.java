package io.github.salmon4j.aquarium;

/** What must be said around scores of a model that learned nothing. */
final class Notes {

  static final String BEFORE_UNTRAINED =
      """
      ! UNTRAINED MODEL: random weights, made a moment ago. The scores below mean nothing.
      ! They show that the path works: checkpoint folder, tokenizer, graph, ONNX Runtime, scores.
      """;

  static final String AFTER_UNTRAINED =
      """
      ! These were random weights: read nothing into the scores.

      To score with a real reward model, a LlamaForSequenceClassification folder with one label, and
      with principles and texts of your own, put any of these options into -Dexec.args="...":

        --model DIR --principles FILE.json --prompt 'TEXT' --response 'TEXT' --response 'TEXT'

      --help explains them all.""";

  private Notes() {}
}
