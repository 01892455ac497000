package io.github.salmon4j.core.principles;

/**
 * Says which principles hold now. A policy's training asks once at the start of every step, so that
 * all rollouts of a step are scored under one plan and a change takes effect between two steps.
 */
@FunctionalInterface
public interface PrincipleSource {

  /** {@return the plan that holds from the next step on} */
  PrinciplePlan current();
}
