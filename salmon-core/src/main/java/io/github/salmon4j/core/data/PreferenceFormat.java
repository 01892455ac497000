package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.principle.Guideline;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A shape of preference data: which keys a line has and how they become a {@link Preference}.
 *
 * <p>Other people's lines carry further keys (sources, scores, identifiers), which are passed over;
 * keys of a shape must be there, once, with values of their type. Such data know no principles, so
 * a guideline is given for all of them, and no kinds of prompt, so every prompt is general. The
 * response chosen comes first with probability 1: exchange responses where you train, by a fair
 * coin, with {@link Preference#swapped()}. Pairs of identical responses are dropped.
 */
public final class PreferenceFormat {

  private static final double RELEASED_SCORE_RATIO = 2.0;

  private final String name;
  private final RowReader<Preference> rows;

  private PreferenceFormat(String name, RowReader<Preference> rows) {
    this.name = name;
    this.rows = rows;
  }

  /**
   * {@return dialogues in which {@code chosen} and {@code rejected} both contain the prompt, as in
   * HH-RLHF (Bai et al. 2022, arXiv:2204.05862)}
   *
   * <p>The longest common prefix of the two, cut back to the end of its last {@code Assistant:}, is
   * the prompt, role tags and all; the remainders are the responses, leading space and all, so
   * prompt and response put together give the transcript. If one transcript continues the other,
   * the pair is dropped (the released SALMON code takes their common prefix for empty); if they
   * share no {@code Assistant:}, the line is bad.
   *
   * @param guideline shown with every pair
   */
  public static PreferenceFormat transcripts(Guideline guideline) {
    return new PreferenceFormat("transcripts", new Transcripts(require(guideline)));
  }

  /**
   * {@return texts under {@code prompt}, {@code chosen} and {@code rejected}}
   *
   * @param guideline shown with every pair
   */
  public static PreferenceFormat texts(Guideline guideline) {
    return new PreferenceFormat("texts", PromptedPairs.texts(require(guideline)));
  }

  /**
   * {@return lists of turns, each an object with {@code role} (system, user, assistant or tool) and
   * {@code content}, under {@code chosen}, {@code rejected} and, if these are not whole
   * conversations, {@code prompt}}
   *
   * <p>The last turn of each list is the assistant's and is the response. The turns before it must
   * be the same in both lists and are the prompt; if there are none, {@code prompt} is: a list of
   * turns, or a string, which stands for one user's turn. Beside whole conversations {@code prompt}
   * may only repeat turns of theirs. A prompt that is one user's turn becomes the turn's content;
   * of other turns, each is written as {@code User: content} (or {@code System}, {@code Assistant},
   * {@code Tool}), and they are joined by blank lines.
   *
   * @param guideline shown with every pair
   */
  public static PreferenceFormat conversations(Guideline guideline) {
    return new PreferenceFormat("conversations", new Conversations(require(guideline)));
  }

  /**
   * {@return posts with two replies, as in Stanford Human Preferences (Ethayarajh et al. 2022):
   * {@code history}, {@code human_ref_A}, {@code human_ref_B}, {@code labels} (1 if A is preferred,
   * else 0) and {@code score_ratio}, which is how many times the votes of one reply are those of
   * the other}
   *
   * <p>A comes first, whichever is preferred.
   *
   * @param guideline shown with every pair
   * @param aboveScoreRatio pairs are kept whose ratio is greater than this, others dropped; the
   *     released SALMON code uses 2.0; 0 keeps all
   * @throws IllegalArgumentException if the ratio is negative or not finite
   */
  public static PreferenceFormat posts(Guideline guideline, double aboveScoreRatio) {
    if (!(aboveScoreRatio >= 0) || Double.isInfinite(aboveScoreRatio)) {
      throw new IllegalArgumentException(
          "score ratio: expected a finite number of 0 or more, found " + aboveScoreRatio);
    }
    return new PreferenceFormat("posts", PromptedPairs.posts(require(guideline), aboveScoreRatio));
  }

  /**
   * {@return this library's own shape, as {@link PreferenceData#write} writes it, in which nothing
   * of an example is lost}
   *
   * <pre>{@code
   * {"format": "salmon4j-preference-1", "prompt": "Is water wet?", "kind": "GENERAL",
   *  "lengthMultiplier": 1.0, "first": "Yes.", "second": "Who knows?", "probabilityFirst": 0.9,
   *  "principles": [{"name": "Concise", "definition": "Settle the request in few words.",
   *    "negation": "Ramble.", "weight": 1.0, "boostedFor": ["REASONING"],
   *    "polarity": "AFFIRMED"}]}
   * }</pre>
   *
   * <p>Each example is one line. All keys are required, save {@code negation}, and others are
   * errors. {@code boostedFor} may be empty.
   */
  public static PreferenceFormat examples() {
    return new PreferenceFormat("examples", ExampleRows::read);
  }

  /**
   * {@return the examples of a {@linkplain PreferenceFile preference file}, without their history;
   * headers are passed over, so files put together are read, too}
   */
  public static PreferenceFormat traced() {
    return new PreferenceFormat("traced", row -> untraced(new TracedRows().read(row)));
  }

  private static Outcome<Preference> untraced(Outcome<TracedPreference> outcome) {
    return outcome instanceof Outcome.Kept<TracedPreference> kept
        ? new Outcome.Kept<>(kept.value().preference())
        : new Outcome.Passed<>();
  }

  /**
   * {@return the format that the first line of a file has}
   *
   * <p>By its keys: {@code format} for {@link #traced()} or {@link #examples()}; {@code
   * human_ref_A} for {@link #posts} with the released code's score ratio of 2.0; {@code chosen} for
   * {@link #conversations} if it is an array, else for {@link #texts} if there is a {@code prompt},
   * else for {@link #transcripts}.
   *
   * @param file plain or compressed by gzip
   * @param guideline shown with every pair, unless the format has guidelines of its own
   * @throws IllegalArgumentException if the first line has none of these keys or cannot be read, or
   *     there is no line
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static PreferenceFormat detect(Path file, Guideline guideline) {
    require(guideline);
    try (JsonLines<PreferenceFormat> formats =
        JsonLines.open(
            file, ReadSettings.defaults(), row -> new Outcome.Kept<>(of(row, guideline)))) {
      if (!formats.hasNext()) {
        throw new IllegalArgumentException(file + ": expected a line, found none");
      }
      return formats.next();
    }
  }

  private static PreferenceFormat of(JsonRow row, Guideline guideline) {
    if (row.has(ExampleRows.FORMAT)) {
      boolean traced =
          List.of(TracedRows.HEADER_FORMAT_1, TracedRows.FORMAT_1)
              .contains(row.string(ExampleRows.FORMAT));
      return traced ? traced() : examples();
    }
    if (row.has("human_ref_A")) {
      return posts(guideline, RELEASED_SCORE_RATIO);
    }
    if (row.isArray("chosen")) {
      return conversations(guideline);
    }
    if (!row.has("chosen")) {
      throw row.mismatch("chosen", "one of the keys [format, human_ref_A, chosen]");
    }
    return row.has("prompt") ? texts(guideline) : transcripts(guideline);
  }

  RowReader<Preference> rows() {
    return rows;
  }

  /** {@return the name of the factory that makes this} */
  @Override
  public String toString() {
    return name;
  }

  private static Guideline require(Guideline guideline) {
    return Objects.requireNonNull(guideline, "guideline");
  }
}
