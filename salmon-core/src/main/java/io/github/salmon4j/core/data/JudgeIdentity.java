package io.github.salmon4j.core.data;

import java.util.Objects;

/**
 * Who judged, and what it was shown.
 *
 * @param model name or hash of the judge's base model
 * @param adapter hash of its adapter; empty if it has none
 * @param template hash of the judge's template, such as {@link
 *     io.github.salmon4j.core.template.JudgeTemplate#hash()}
 */
public record JudgeIdentity(String model, String adapter, String template) {

  /** Checks that nothing is null. */
  public JudgeIdentity {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(template, "template");
  }
}
