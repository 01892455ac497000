package io.github.salmon4j.core.template;

import java.util.Objects;

/**
 * One stretch of a filled-in template. The texts of all sections, one after another, are what a
 * model is shown; each section is tokenized alone.
 *
 * @param origin where the text comes from, and so whether it is trusted
 * @param text the text as shown, with section marks in untrusted text already made harmless
 */
public record Section(Origin origin, String text) {

  /** Checks that nothing is null. */
  public Section {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(text, "text");
  }

  /** Where a stretch of text comes from. */
  public enum Origin {
    /** The template's own words: the only trusted text. */
    TEMPLATE,
    /** What a user asked. */
    PROMPT,
    /** What a model answered. */
    RESPONSE,
    /** A principle's name or statement. */
    PRINCIPLE
  }
}
