package io.github.salmon4j.aquarium.world;

/**
 * A question to a judge: which of two responses is better by one aspect?
 *
 * @param task what both answer
 * @param first the response shown as (a)
 * @param second the response shown as (b)
 * @param aspect by which they are compared
 */
public record Comparison(Task task, String first, String second, Aspect aspect) {}
