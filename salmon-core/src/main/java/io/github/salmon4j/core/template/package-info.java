/**
 * What a reward model and a judge are shown: fixed text with untrusted text in between, as tokens
 * that fit a limit, and such that no untrusted text can pass for fixed text.
 *
 * <p>Three things keep them apart. Every stretch is tokenized alone, so no token spans a border.
 * Special tokens are added by id only; a tokenizer spells them out when they occur in a text. And a
 * line of untrusted text that begins like a section head gets a backslash in front.
 */
@NullMarked
package io.github.salmon4j.core.template;

import org.jspecify.annotations.NullMarked;
