/**
 * Changing what a policy is judged by while it is trained, with a record of every change, and
 * seeing beforehand what a change would do.
 *
 * <pre>{@code
 * PrincipleSteering steering =
 *     PrincipleSteering.start(plan, PrincipleSampler.Settings.defaults(), Clock.systemUTC(), log);
 * PpoTrainer trainer = ...; // asks steering.watching(file) once per step
 * DryRunReport preview = dryRun.compare(rollouts, steering.current(), change, random, monitor);
 * if (preview.agreement().flipShare() < 0.3) {
 *   steering.replace(change);
 * }
 * }</pre>
 */
@NullMarked
package io.github.salmon4j.core.steering;

import org.jspecify.annotations.NullMarked;
