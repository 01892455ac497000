package io.github.salmon4j.core.reward;

import io.github.salmon4j.language.FinishReason;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a response at markers spelled out in its text, for chat formats that end a turn in words and
 * for reproducing the released SALMON code.
 *
 * <p>Nothing in this library needs it: a response ends with a stop token, what was sampled is what
 * is scored, and the text for the reward model is decoded without special tokens. Whoever cuts text
 * has to drop the tokens behind the cut, too.
 *
 * <p>In order: the text is cut behind the first occurrence of each marker in turn, so that it ends
 * with the earliest; at the first header, it keeps the header and the next {@code headerPieces}
 * pieces between single spaces (of which the first is empty if a space follows the header); it is
 * stripped; what follows the pad token is dropped. Only then is the stop looked for.
 *
 * @param markers texts that end a response, each kept; none empty; the stop should be among them
 * @param stop marker whose presence says that the response came to its end; not empty
 * @param header text that opens a section in the chat format; not empty
 * @param headerPieces pieces kept behind the header; 0 or more
 * @param padToken what the tokenizer decodes padding to; not empty
 * @param scoringEnds texts whose first occurrence ends what the reward model reads; none empty
 */
public record ResponseTruncation(
    List<String> markers,
    String stop,
    String header,
    int headerPieces,
    String padToken,
    List<String> scoringEnds) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a text is empty or the count is negative
   */
  public ResponseTruncation {
    markers = List.copyOf(markers);
    scoringEnds = List.copyOf(scoringEnds);
    markers.forEach(marker -> requireText("marker", marker));
    scoringEnds.forEach(end -> requireText("scoring end", end));
    requireText("stop", stop);
    requireText("header", header);
    requireText("pad token", padToken);
    if (headerPieces < 0) {
      throw new IllegalArgumentException(
          "header pieces: expected 0 or more, found " + headerPieces);
    }
  }

  /**
   * {@return the released SALMON code's, defects included: an empty answer has no stop because
   * stripping breaks the marker, "Note" in a line of its own ends a response without a stop, and so
   * does a heading of level 3}
   *
   * @param padToken what the tokenizer decodes padding to
   */
  public static ResponseTruncation released(String padToken) {
    String stop = "\n\n### User";
    return new ResponseTruncation(
        List.of("<s>", "</s>", "\nUpdate", "\nNote", "\nComment", stop),
        stop,
        "###",
        2,
        padToken,
        List.of("<s>", "</s>", "###", "<|endoftext|>"));
  }

  /**
   * {@return what is left of a response}
   *
   * @param response text with special tokens spelled out
   */
  public Truncated truncate(String response) {
    String text = response;
    for (String marker : markers) {
      int at = text.indexOf(marker);
      text = at < 0 ? text : text.substring(0, at + marker.length());
    }
    text = before(cutAtHeader(text).strip(), padToken);
    String scored = text;
    for (String end : scoringEnds) {
      scored = before(scored, end);
    }
    boolean stopped = text.contains(stop);
    return new Truncated(
        text, stopped ? FinishReason.FINISHED : FinishReason.TRUNCATED, scored.strip());
  }

  private String cutAtHeader(String text) {
    int at = text.indexOf(header);
    if (at < 0) {
      return text;
    }
    int end = at + header.length();
    for (int piece = 0; piece < headerPieces && end < text.length(); piece++) {
      int space = text.indexOf(' ', piece == 0 ? end : end + 1);
      end = space < 0 ? text.length() : space;
    }
    return text.substring(0, end);
  }

  private static String before(String text, String marker) {
    int at = text.indexOf(marker);
    return at < 0 ? text : text.substring(0, at);
  }

  private static void requireText(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + ": expected some text, found none");
    }
  }

  /**
   * A response after truncation.
   *
   * @param text what is kept
   * @param finishReason {@link FinishReason#FINISHED} if the stop is in it
   * @param scored what the reward model reads
   */
  public record Truncated(String text, FinishReason finishReason, String scored) {

    /** Checks that nothing is null. */
    public Truncated {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(finishReason, "finishReason");
      Objects.requireNonNull(scored, "scored");
    }
  }
}
