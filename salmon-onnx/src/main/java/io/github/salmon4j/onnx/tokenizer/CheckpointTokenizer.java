package io.github.salmon4j.onnx.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import io.github.salmon4j.onnx.session.OpenCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokenizer of a checkpoint folder, run by Hugging Face's own code through DJL.
 *
 * <p>That code finds special tokens in any text it is given: a user who writes {@code </s>} would
 * end the sequence. So texts are encoded by a second tokenizer from which the special tokens were
 * taken away: there, {@code </s>} is the four characters it consists of.
 */
public final class CheckpointTokenizer implements Tokenizer, AutoCloseable {

  /** DJL asks the network for its host's identity unless this is set; a library must not. */
  private static final String NO_TRACKING = "OPT_OUT_TRACKING";

  private static final Map<String, String> AS_IS =
      Map.of("truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer complete;
  private final HuggingFaceTokenizer plain;
  private final int vocabularySize;
  private final OptionalInt beginId;
  private final OptionalInt endId;
  private final OpenCalls calls = new OpenCalls("tokenizer");

  private CheckpointTokenizer(
      HuggingFaceTokenizer complete,
      HuggingFaceTokenizer plain,
      int vocabularySize,
      OptionalInt endId) {
    this.complete = complete;
    this.plain = plain;
    this.vocabularySize = vocabularySize;
    this.beginId = beginOf(complete);
    this.endId = endId;
  }

  /**
   * Reads a tokenizer.
   *
   * @param tokenizerJson the file
   * @param endId the id that ends a text, as the model's configuration says
   * @return the tokenizer
   * @throws ModelFormatException if the file is no tokenizer
   * @throws UncheckedIOException if the file cannot be read
   */
  public static CheckpointTokenizer open(Path tokenizerJson, OptionalInt endId) {
    try {
      String json = Files.readString(tokenizerJson);
      TokenizerFile file = TokenizerFile.parse(tokenizerJson, json);
      HuggingFaceTokenizer complete = load(tokenizerJson, json);
      HuggingFaceTokenizer plain = load(tokenizerJson, file.withoutSpecialTokens());
      return new CheckpointTokenizer(complete, plain, file.vocabularySize(), endId);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(tokenizerJson, "text", "UTF-8", "malformed bytes");
    } catch (IOException e) {
      throw new UncheckedIOException(tokenizerJson + ": " + e.getMessage(), e);
    }
  }

  private static HuggingFaceTokenizer load(Path path, String json) throws IOException {
    if (System.getenv(NO_TRACKING) == null && System.getProperty(NO_TRACKING) == null) {
      System.setProperty(NO_TRACKING, "true");
    }
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), AS_IS);
      requireEncodes(tokenizer);
      return tokenizer;
    } catch (RuntimeException e) {
      throw new ModelFormatException(
          path, "tokenizer", "a tokenizer.json", String.valueOf(e.getMessage()));
    }
  }

  /** Some faults of a file show only when it meets a text. */
  private static void requireEncodes(HuggingFaceTokenizer tokenizer) {
    try {
      tokenizer.encode("a", true, false);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  @Override
  public TokenIds encode(String text) {
    requireEncodable(text);
    return calls.run(() -> ids(plain.encode(text, false, false)));
  }

  @Override
  public String decode(TokenIds tokens) {
    tokens.stream().forEach(this::requireKnown);
    long[] ids = tokens.stream().asLongStream().toArray();
    return calls.run(() -> complete.decode(ids, true));
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public OptionalInt beginId() {
    return beginId;
  }

  @Override
  public OptionalInt endId() {
    return endId;
  }

  /** Waits for running calls, then frees the tokenizer. Closing twice has no effect. */
  @Override
  public void close() {
    calls.close(
        () -> {
          complete.close();
          plain.close();
        });
  }

  /** {@return the special token that the tokenizer itself puts before a text, if it does} */
  private static OptionalInt beginOf(HuggingFaceTokenizer tokenizer) {
    Encoding marked = tokenizer.encode("a", true, false);
    boolean leads = marked.getSpecialTokenMask().length > 0 && marked.getSpecialTokenMask()[0] == 1;
    return leads ? OptionalInt.of((int) marked.getIds()[0]) : OptionalInt.empty();
  }

  private static TokenIds ids(Encoding encoding) {
    long[] wide = encoding.getIds();
    int[] ids = new int[wide.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(wide[i]);
    }
    return TokenIds.of(ids);
  }

  private void requireKnown(int id) {
    if (id >= vocabularySize) {
      throw new IllegalArgumentException(
          "token id: expected less than " + vocabularySize + ", found " + id);
    }
  }

  /** A lone surrogate is no character: it has no UTF-8 form, so no token can spell it. */
  private static void requireEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        throw new IllegalArgumentException(
            String.format(
                "text at index %d: expected a character, found half of one (U+%04X)", i, (int) c));
      }
    }
  }
}
