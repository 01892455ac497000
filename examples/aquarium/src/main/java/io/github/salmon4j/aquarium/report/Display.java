package io.github.salmon4j.aquarium.report;

/** Where progress is shown; one stage at a time. */
interface Display {

  /** Shows how far a stage is; a stage of another name ends the one before. */
  void show(String stage, long done, long total);

  /** Ends the stage under way, if there is one, so that other text can be printed. */
  void end();

  /** Prints a line of text, after ending the stage under way. */
  void note(String line);
}
