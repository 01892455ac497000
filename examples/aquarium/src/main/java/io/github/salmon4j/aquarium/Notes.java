package io.github.salmon4j.aquarium;

/** What must be said around scores of the embedded model. */
final class Notes {

  static final String BEFORE_EMBEDDED =
      """
      Embedded model: a toy of a million weights, trained in a small world of 24 animals, sums,
      greetings and forbidden deeds. Outside it, its scores mean nothing.
      """;

  static final String OWN_TEXTS =
      """
      ! These texts or principles are yours:
      ! it knows only the words of its small world.
      """;

  static final String AFTER_EMBEDDED =
      """
      How often it follows principles, and where it does not, is in examples/aquarium/README.md.
      It knows least about honesty.

      To score with a reward model of yours, a LlamaForSequenceClassification folder with one label,
      and with principles and texts of your own, put any of these options into -Dexec.args="...":

        --model DIR --principles FILE.json --prompt 'TEXT' --response 'TEXT' --response 'TEXT'

      --help explains them all.\
      """;

  private Notes() {}
}
