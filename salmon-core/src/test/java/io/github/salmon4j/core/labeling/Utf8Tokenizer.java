package io.github.salmon4j.core.labeling;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One token for each UTF-8 byte, behind a begin token. */
final class Utf8Tokenizer implements Tokenizer {

  @Override
  public TokenIds encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return TokenIds.of(ids);
  }

  @Override
  public String decode(TokenIds tokens) {
    byte[] bytes = new byte[tokens.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) tokens.get(i);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int vocabularySize() {
    return 257;
  }

  @Override
  public OptionalInt beginId() {
    return OptionalInt.of(256);
  }

  @Override
  public OptionalInt endId() {
    return OptionalInt.empty();
  }
}
