package io.github.salmon4j.onnx;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.Arrays;
import java.util.Set;

/**
 * Says when the decoded text of a growing response contains a stop string, wherever the tokens cut
 * text and characters.
 *
 * <p>Only a window of the last tokens is decoded. It starts where the text before can have no part
 * in a stop any more: far enough back, and not within a character, nor within bytes that do not
 * make one yet. As the window may double before it is cut, that costs a few decoded characters for
 * each token.
 */
final class StopText {

  /** What a tokenizer writes for bytes that are no character. */
  private static final String NO_CHARACTER = "\uFFFD";

  /** Tokenizers take a space or so away where a text begins, here where the window does. */
  private static final int MARGIN = 8;

  private final Tokenizer tokenizer;
  private final Set<String> stops;
  private final int needed;
  private int[] tokens = new int[16];
  private int from;
  private int to;

  StopText(Tokenizer tokenizer, Set<String> stops) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    this.needed = MARGIN + stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /** {@return whether the text contains a stop now, where it did not before} */
  boolean completedBy(int token) {
    if (stops.isEmpty() || token >= tokenizer.vocabularySize()) {
      return false; // a model may have ids that no text belongs to
    }
    if (to == tokens.length) {
      tokens = Arrays.copyOfRange(tokens, from, from + 2 * (to - from) + 16);
      to -= from;
      from = 0;
    }
    tokens[to] = token;
    to++;
    String text = text(from);
    boolean found = stops.stream().anyMatch(text::contains);
    if (!found && text.length() >= 2 * needed) {
      cut(text);
    }
    return found;
  }

  /** Starts the window at the last token that leaves enough text. */
  private void cut(String text) {
    for (int start = to - 1; start > from; start--) {
      String rest = text(start);
      if (rest.length() >= needed && text.endsWith(rest) && !rest.contains(NO_CHARACTER)) {
        from = start;
        return;
      }
    }
  }

  private String text(int start) {
    return tokenizer.decode(TokenIds.of(Arrays.copyOfRange(tokens, start, to)));
  }
}
