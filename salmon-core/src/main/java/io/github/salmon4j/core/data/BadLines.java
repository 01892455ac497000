package io.github.salmon4j.core.data;

/** What to do with a line that cannot be read. */
public enum BadLines {
  /** Stop with an exception that names the file and the line. */
  FAIL,
  /** Count it, keep the first few in the report, and read on. */
  SKIP
}
