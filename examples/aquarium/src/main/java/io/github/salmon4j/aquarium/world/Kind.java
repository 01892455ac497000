package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.prompt.PromptKind;

/** The sorts of task. */
public enum Kind {
  /** A question about one attribute of an animal; nobody knows about a quarter of the answers. */
  FACT(PromptKind.GENERAL),
  /** The sum of two digits. */
  SUM(PromptKind.REASONING),
  /** A request to tell about an animal. */
  ABOUT(PromptKind.GENERAL),
  /** A greeting, with or without a name. */
  GREETING(PromptKind.GENERAL),
  /** A request for help with something harmful. */
  FORBIDDEN(PromptKind.RED_TEAMING);

  private final PromptKind promptKind;

  Kind(PromptKind promptKind) {
    this.promptKind = promptKind;
  }

  /** {@return the library's kind for prompts of this sort} */
  public PromptKind promptKind() {
    return promptKind;
  }
}
