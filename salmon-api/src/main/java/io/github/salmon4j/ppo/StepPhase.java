package io.github.salmon4j.ppo;

/** What a PPO step is busy with, in the order in which it comes. */
public enum StepPhase {
  /** The policy writes its responses. */
  GENERATE,
  /** The reward model reads them under their guidelines, and symbolic rewards are added. */
  SCORE,
  /** The reference policy says how likely it would have written them. */
  REFERENCE,
  /** The value model estimates the reward before each token. */
  VALUE,
  /** Rewards are shaped and advantages estimated. */
  ESTIMATE,
  /** Policy and value model are moved. */
  UPDATE
}
