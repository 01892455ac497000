/**
 * Changing what a policy is judged by while it is trained, with a record of every change, and
 * seeing beforehand what a change would do.
 *
 * <pre>{@code
 * PrincipleSteering steering =
 *     PrincipleSteering.start(plan, PrincipleSampler.Settings.defaults(), Clock.systemUTC(), log);
 * PrincipleSource principles = steering.watching(file, told); // a trainer asks it once a step
 * PrinciplePlan now = steering.current();
 * DryRunReport preview = dryRun.compare(rollouts, now, change, random, monitor);
 * if (preview.agreement().flipShare() < 0.3) {
 *   steering.replace(now.version(), change);
 * }
 * }</pre>
 *
 * <p>Source: SALMON, arXiv:2310.05910, section 3.5: interventions against what was seen, without
 * training the reward model again. Record and preview are ours.
 */
@NullMarked
package io.github.salmon4j.core.steering;

import org.jspecify.annotations.NullMarked;
