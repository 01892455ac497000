package io.github.salmon4j.core.steering;

/** Where a record of a run's plans comes from. */
public enum PlanOrigin {
  /** The plan that the run began with. */
  START,
  /** The program replaced the plan. */
  PROGRAM,
  /** The watched file was edited. */
  FILE,
  /** Nothing changed: a resumed run goes on with the plan of its checkpoint. Only logs hold it. */
  RESUMED
}
