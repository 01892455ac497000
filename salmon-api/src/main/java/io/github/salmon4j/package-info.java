/**
 * Principle-following reward models for the JVM: how a run goes, and how it is watched.
 *
 * <h2>One run, traced</h2>
 *
 * <p>A {@linkplain io.github.salmon4j.prompt.Prompt prompt} is what a user asks. A {@linkplain
 * io.github.salmon4j.language.LanguageModel language model} answers it twice: a {@linkplain
 * io.github.salmon4j.preference.ResponsePair response pair}. The same model then judges the pair by
 * each {@linkplain io.github.salmon4j.principle.Principle principle} of a {@linkplain
 * io.github.salmon4j.principle.PrincipleSet set}, in both orders: that is a {@linkplain
 * io.github.salmon4j.preference.PreferenceLabeler preference labeler}, and what it leaves are raw
 * {@linkplain io.github.salmon4j.preference.PreferenceLabel labels}. Calibration turns labels into
 * {@linkplain io.github.salmon4j.preference.Preference preferences}: a pair, a {@linkplain
 * io.github.salmon4j.principle.Guideline guideline} of a few principles, some of them {@linkplain
 * io.github.salmon4j.principle.Polarity negated}, and which response is better under it.
 *
 * <p>Preferences train a {@linkplain io.github.salmon4j.training.DifferentiableModel model} whose
 * output is a score; served, it is a {@linkplain io.github.salmon4j.reward.RewardModel reward
 * model}, and because the guideline is part of its input, it follows principles that it never saw
 * in training. Last, a {@linkplain io.github.salmon4j.ppo.PpoTrainer PPO trainer} lets the policy
 * answer prompts, scores each {@linkplain io.github.salmon4j.ppo.Rollout rollout} under sampled
 * principles with the interventions put first, and moves the policy's adapter toward what scores
 * well, and no further from the reference than the divergence penalty allows.
 *
 * <pre>
 * Prompt --sampling--&gt; ResponsePair --labeling--&gt; Preference --reward learning--&gt; RewardModel
 *                                                                                    |
 * Adapter &lt;--- saving --- Policy &lt;---- PPO ---- RolloutBatch &lt;---- collecting -------+
 * </pre>
 *
 * <p>Each arrow is a stage; the nouns are values or contracts of this module. Text crosses only the
 * first arrow into a model: from there on it is {@linkplain io.github.salmon4j.language.TokenIds
 * tokens}, and the tokens that were sampled are the ones that are scored and trained on.
 */
@NullMarked
package io.github.salmon4j;

import org.jspecify.annotations.NullMarked;
