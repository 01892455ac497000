package io.github.salmon4j.core.data;

import io.github.salmon4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Prompts in files of JSON lines.
 *
 * <p>A line's prompt is under the first of these keys that it has: {@code prompt}, {@code
 * instruction}, {@code text}, {@code messages}. It is a string, or a list of turns ({@code role},
 * {@code content}), of which the user's first is taken. An {@code instruction} is followed by a
 * blank line and {@code input} if that is there and not empty. {@code kind} is the name of a {@link
 * io.github.salmon4j.prompt.PromptKind}, general if absent; {@code lengthMultiplier} is a number,
 * the kind's own if absent ({@link Prompt#of(String, io.github.salmon4j.prompt.PromptKind)}). Other
 * keys are passed over.
 */
public final class PromptData {

  private PromptData() {}

  /**
   * {@return the prompts in a file, read as they are asked for}
   *
   * @param file JSON lines, plain or compressed by gzip
   * @param filter which prompts are kept; length is asked first, then whether the text is new
   * @param settings what to do with bad lines, and how long a line may be
   * @throws java.io.UncheckedIOException if the file cannot be opened
   */
  public static JsonLines<Prompt> open(Path file, PromptFilter filter, ReadSettings settings) {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(settings, "settings");
    return JsonLines.open(file, settings, new PromptRows(filter));
  }
}
