package io.github.salmon4j.core.data;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.github.salmon4j.core.data.Message.Role;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes a prompt of each line that passes a filter; remembers which texts it has seen. */
final class PromptRows implements RowReader<Prompt> {

  /** Where a prompt may be, the surest first: a line may hold several of these. */
  private static final List<String> KEYS = List.of("prompt", "instruction", "text", "messages");

  private final PromptFilter filter;
  private final Set<HashCode> seen = new HashSet<>();

  PromptRows(PromptFilter filter) {
    this.filter = filter;
  }

  @Override
  public Outcome<Prompt> read(JsonRow row) {
    Prompt prompt = prompt(row);
    int characters = prompt.text().codePointCount(0, prompt.text().length());
    if (characters < filter.minCharacters()) {
      return new Outcome.Dropped<>(DropReason.TOO_SHORT);
    }
    if (characters > filter.maxCharacters()) {
      return new Outcome.Dropped<>(DropReason.TOO_LONG);
    }
    if (filter.repetition() == PromptFilter.Repetition.DROP
        && !seen.add(Hashing.sha256().hashString(prompt.text(), StandardCharsets.UTF_8))) {
      return new Outcome.Dropped<>(DropReason.DUPLICATE);
    }
    return new Outcome.Kept<>(prompt);
  }

  private static Prompt prompt(JsonRow row) {
    String text = text(row);
    PromptKind kind = row.has("kind") ? row.constant("kind", PromptKind.class) : PromptKind.GENERAL;
    return row.has("lengthMultiplier")
        ? new Prompt(text, kind, row.number("lengthMultiplier"))
        : Prompt.of(text, kind);
  }

  private static String text(JsonRow row) {
    String key =
        KEYS.stream()
            .filter(row::has)
            .findFirst()
            .orElseThrow(() -> row.mismatch("prompt", "one of the keys " + KEYS));
    if (row.isArray(key)) {
      return firstUserTurn(row, key);
    }
    String text = row.string(key);
    String input = key.equals("instruction") && row.has("input") ? row.string("input") : "";
    return input.isEmpty() ? text : text + "\n\n" + input;
  }

  private static String firstUserTurn(JsonRow row, String key) {
    return Message.list(row, key).stream()
        .filter(turn -> turn.role() == Role.USER)
        .map(Message::content)
        .findFirst()
        .orElseThrow(() -> row.mismatch(key, "a user's turn"));
  }
}
