package io.github.salmon4j.core.steering;

import java.util.Objects;

/** What a look at the watched file led to. */
public sealed interface FilePoll {

  /** The file says what it said before, or what holds anyway. */
  record Unchanged() implements FilePoll {}

  /**
   * The file was edited, and its plan holds now.
   *
   * @param entry the new plan
   */
  record Applied(PlanRecord entry) implements FilePoll {

    /** Checks that nothing is null. */
    public Applied {
      Objects.requireNonNull(entry, "entry");
    }
  }

  /**
   * The file cannot be used; the old plan holds. The same file is refused at every look.
   *
   * @param why what is wrong, with the place in the file
   */
  record Refused(String why) implements FilePoll {

    /** Checks that nothing is null. */
    public Refused {
      Objects.requireNonNull(why, "why");
    }
  }
}
