package io.github.salmon4j.core.data;

import io.github.salmon4j.core.data.Message.Role;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import java.util.Collections;
import java.util.List;

/** Pairs of conversations that differ in their last turn, which is the assistant's. */
record Conversations(Guideline guideline) implements RowReader<Preference> {

  private static final String PROMPT = "prompt";

  @Override
  public Outcome<Preference> read(JsonRow row) {
    List<Message> chosen = Message.list(row, "chosen");
    List<Message> rejected = Message.list(row, "rejected");
    requireAssistantLast(row, "chosen", chosen);
    requireAssistantLast(row, "rejected", rejected);
    List<Message> shared = chosen.subList(0, chosen.size() - 1);
    if (!shared.equals(rejected.subList(0, rejected.size() - 1))) {
      throw row.mismatch("rejected", "the turns of 'chosen' before the last");
    }
    List<Message> turns = context(row, shared);
    if (turns.isEmpty()) {
      throw row.mismatch(PROMPT, "turns before the response");
    }
    Prompt prompt = Prompt.of(Message.text(turns));
    return PromptedPairs.outcome(
        new ResponsePair(prompt, last(chosen).content(), last(rejected).content()), guideline, 1);
  }

  /** {@return the turns before the response: those shared, or else the prompt's} */
  private static List<Message> context(JsonRow row, List<Message> shared) {
    if (!row.has(PROMPT)) {
      return shared;
    }
    List<Message> prompt =
        row.isArray(PROMPT)
            ? Message.list(row, PROMPT)
            : List.of(new Message(Role.USER, row.string(PROMPT)));
    if (!shared.isEmpty() && Collections.indexOfSubList(shared, prompt) < 0) {
      throw row.mismatch(PROMPT, "turns that 'chosen' has too, or only a response there");
    }
    return shared.isEmpty() ? prompt : shared;
  }

  private static void requireAssistantLast(JsonRow row, String key, List<Message> turns) {
    if (last(turns).role() != Role.ASSISTANT) {
      throw row.mismatch(key, "a last turn of the assistant");
    }
  }

  private static Message last(List<Message> turns) {
    return turns.get(turns.size() - 1);
  }
}
