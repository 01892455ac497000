/**
 * Notices cheaply when a policy games its reward, shows the evidence and proposes a remedy.
 *
 * <pre>
 *   rollouts -> measures -> detectors, beside the baseline and the steps before -> evidence
 *   evidence -> countermeasures -> proposals -> a person, who may replace the plan
 * </pre>
 *
 * <p>Source: SALMON, arXiv:2310.05910, section 3.5, where people saw such behaviour and wrote the
 * lines against it; neither paper nor released code looks for it by itself.
 */
@NullMarked
package io.github.salmon4j.core.watch;

import org.jspecify.annotations.NullMarked;
