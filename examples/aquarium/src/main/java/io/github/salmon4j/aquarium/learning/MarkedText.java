package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A text of which single tokens are learned: marks, letters of verdicts. */
final class MarkedText {

  private static final int LARGEST_DIGIT = 9;

  private final Tokenizer tokenizer;
  private final TokenIds begin;
  private final List<TokenIds> parts = new ArrayList<>();
  private final BitSet marks = new BitSet();
  private int length;

  /**
   * A text that goes on from a beginning.
   *
   * @param tokenizer the model's
   * @param begin 1 token or more, none of them learned
   */
  MarkedText(Tokenizer tokenizer, TokenIds begin) {
    this.tokenizer = tokenizer;
    this.begin = begin;
  }

  void add(TokenIds tokens) {
    parts.add(tokens);
    length += tokens.size();
  }

  void add(String text) {
    add(tokenizer.encode(text));
  }

  /** Adds a token that is learned. */
  void mark(int token) {
    marks.set(length);
    add(TokenIds.of(token));
  }

  /** Adds a yes or a no that is learned. */
  void mark(boolean yes) {
    mark(tokenizer.encode(yes ? " yes" : " no").get(0));
  }

  /**
   * Adds a digit that is learned: how much there is of something.
   *
   * @param share from 0 for nothing to 1 for all; what is beyond counts as that
   */
  void markShare(double share) {
    long digit = Math.round(LARGEST_DIGIT * Math.max(0, Math.min(1, share)));
    mark(tokenizer.encode(" " + digit).get(0));
  }

  boolean hasMarks() {
    return !marks.isEmpty();
  }

  /** {@return how many tokens there are} */
  int size() {
    return begin.size() + length;
  }

  /** {@return the text as a lesson in which each mark has the same weight} */
  Lesson lesson(double weight) {
    TokenSequence sequence = new TokenSequence(begin, TokenIds.concat(parts));
    return new Lesson(sequence, token -> marks.get(token) ? weight : 0);
  }
}
