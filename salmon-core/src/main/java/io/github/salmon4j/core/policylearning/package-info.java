/**
 * Training a policy against a reward model, whole: rollouts, rewards, advantages, update, step
 * after step over shuffled prompts, in a run that can be stopped anywhere and goes on as if it had
 * not (SALMON, section 3.4).
 *
 * <pre>
 *   PromptOrder -> PolicyRun -> PolicyTrainer: plan, collect, estimate, update -> PpoStepReport
 * </pre>
 *
 * <p>A run is a function of its prompts, settings, models, principles and seed. Times are measured
 * and never used.
 */
@NullMarked
package io.github.salmon4j.core.policylearning;

import org.jspecify.annotations.NullMarked;
