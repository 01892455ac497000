package io.github.salmon4j.core.watch;

import java.util.List;

/** Looks for one way in which a policy can game its reward. Stateless: all it needs is given. */
public interface Detector {

  /** {@return a name for evidence and for rules about it} */
  String name();

  /**
   * {@return what it finds; often nothing}
   *
   * @param observation the step and what came before
   */
  List<Evidence> examine(Observation observation);
}
