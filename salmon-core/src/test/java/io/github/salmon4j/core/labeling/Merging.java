package io.github.salmon4j.core.labeling;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.List;
import java.util.OptionalInt;

/** Makes one token of a parenthesis and a b. */
final class Merging implements Tokenizer {

  private final Utf8Tokenizer bytes = new Utf8Tokenizer();

  @Override
  public TokenIds encode(String text) {
    return text.endsWith("(b")
        ? TokenIds.concat(
            List.of(bytes.encode(text.substring(0, text.length() - 2)), TokenIds.of(300)))
        : bytes.encode(text);
  }

  @Override
  public String decode(TokenIds tokens) {
    return bytes.decode(tokens);
  }

  @Override
  public int vocabularySize() {
    return 301;
  }

  @Override
  public OptionalInt beginId() {
    return bytes.beginId();
  }

  @Override
  public OptionalInt endId() {
    return bytes.endId();
  }
}
