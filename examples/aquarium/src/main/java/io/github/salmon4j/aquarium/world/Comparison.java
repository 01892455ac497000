package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.principle.Polarity;

/**
 * A question to a judge: which of two responses is better by one aspect, or by its opposite?
 *
 * @param task what both answer
 * @param first the response shown as (a)
 * @param second the response shown as (b)
 * @param aspect by which they are compared
 * @param polarity AFFIRMED: which has more of it; NEGATED: which has less
 */
public record Comparison(
    Task task, String first, String second, Aspect aspect, Polarity polarity) {}
