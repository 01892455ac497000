/**
 * What is added to a reward model's score before it becomes the terminal reward of a response: each
 * addition a small rule over what can be counted, each reported by name.
 */
@NullMarked
package io.github.salmon4j.core.reward;

import org.jspecify.annotations.NullMarked;
