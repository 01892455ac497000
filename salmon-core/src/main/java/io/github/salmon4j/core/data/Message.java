package io.github.salmon4j.core.data;

import java.util.List;
import java.util.stream.Collectors;

/** One turn of a conversation. */
record Message(Role role, String content) {

  /** Who speaks. */
  enum Role {
    SYSTEM("System"),
    USER("User"),
    ASSISTANT("Assistant"),
    TOOL("Tool");

    private final String tag;

    Role(String tag) {
      this.tag = tag;
    }
  }

  /** {@return the turns in the array at a key, at least one} */
  static List<Message> list(JsonRow row, String key) {
    return row.objects(key).stream().map(Message::of).toList();
  }

  private static Message of(JsonRow row) {
    Role role =
        switch (row.string("role")) {
          case "system" -> Role.SYSTEM;
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "tool" -> Role.TOOL;
          default -> throw row.mismatch("role", "one of [system, user, assistant, tool]");
        };
    return new Message(role, row.string("content"));
  }

  /** {@return turns as one text: a lone user's as it is, others each after its role's name} */
  static String text(List<Message> turns) {
    return turns.size() == 1 && turns.get(0).role == Role.USER
        ? turns.get(0).content
        : turns.stream()
            .map(turn -> turn.role.tag + ": " + turn.content)
            .collect(Collectors.joining("\n\n"));
  }
}
