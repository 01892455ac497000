package io.github.salmon4j.aquarium.learning;

/**
 * How much of everything a run of the pipeline does.
 *
 * @param prompts how many different ones there are of which the base's own responses are labeled;
 *     at most as many as there are for training
 * @param passes over the labels, with fresh guidelines each
 * @param questions pairs of responses in an exam of the reward model
 * @param steps PPO steps after which a line is added to the helpful principles; it holds for twice
 *     as many, and the other sets steer for twice as many, too
 * @param rollouts of each step
 * @param answers held-out prompts that each policy answers in an exam
 */
record Scale(int prompts, int passes, int questions, int steps, int rollouts, int answers) {

  /** {@return what the claims are measured with} */
  static Scale full() {
    return new Scale(600, 3, 400, 25, 64, 400);
  }

  /** {@return little of everything, in minutes} */
  static Scale reduced() {
    return new Scale(300, 3, 100, 8, 32, 200);
  }
}
