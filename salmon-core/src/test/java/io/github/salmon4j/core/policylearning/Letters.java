package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.OptionalInt;

/** Begin, end, line feed, and the letters a to d: a token each. */
final class Letters implements Tokenizer {

  static final int BEGIN = 0;
  static final int END = 1;
  static final int SIZE = 7;
  private static final String TEXT = "\nabcd";

  static int id(char letter) {
    return TEXT.indexOf(letter) + 2;
  }

  @Override
  public TokenIds encode(String text) {
    return TokenIds.of(text.chars().map(c -> TEXT.indexOf(c) + 2).toArray());
  }

  @Override
  public String decode(TokenIds tokens) {
    StringBuilder text = new StringBuilder();
    tokens.stream().filter(id -> id > END).forEach(id -> text.append(TEXT.charAt(id - 2)));
    return text.toString();
  }

  @Override
  public int vocabularySize() {
    return SIZE;
  }

  @Override
  public OptionalInt beginId() {
    return OptionalInt.of(BEGIN);
  }

  @Override
  public OptionalInt endId() {
    return OptionalInt.of(END);
  }
}
