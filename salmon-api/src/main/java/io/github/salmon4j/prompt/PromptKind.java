package io.github.salmon4j.prompt;

/**
 * What sort of task a prompt sets. The kind decides which principles are boosted when a prompt's
 * principles are sampled, and which length bonus applies (SALMON, section 3.5 and appendix).
 */
public enum PromptKind {
  /** An open request, such as a question or a piece of writing. */
  GENERAL,
  /** A task with a derivation, such as mathematics or chain-of-thought questions. */
  REASONING,
  /** An attempt to draw harmful or false content out of the model. */
  RED_TEAMING
}
