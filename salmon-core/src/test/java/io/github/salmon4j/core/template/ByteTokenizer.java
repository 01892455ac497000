package io.github.salmon4j.core.template;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** One token for each UTF-8 byte, and a begin and an end token that no text can spell. */
final class ByteTokenizer implements Tokenizer {

  static final int BEGIN = 256;
  static final int END = 257;

  private final OptionalInt beginId;

  ByteTokenizer() {
    this(OptionalInt.of(BEGIN));
  }

  ByteTokenizer(OptionalInt beginId) {
    this.beginId = beginId;
  }

  /** {@return how many tokens a text has} */
  static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public TokenIds encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      int[] ids = new int[bytes.remaining()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = Byte.toUnsignedInt(bytes.get());
      }
      return TokenIds.of(ids);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("text: expected Unicode, found a lone surrogate", e);
    }
  }

  @Override
  public String decode(TokenIds tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.stream().filter(id -> id < BEGIN).forEach(bytes::write);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int vocabularySize() {
    return 258;
  }

  @Override
  public OptionalInt beginId() {
    return beginId;
  }

  @Override
  public OptionalInt endId() {
    return OptionalInt.of(END);
  }
}
