package io.github.salmon4j.core.data;

/** What a line that could be read came to. */
sealed interface Outcome<T> {

  /** It gave a value. */
  record Kept<T>(T value) implements Outcome<T> {}

  /** It describes the file and is not counted. */
  record Passed<T>() implements Outcome<T> {}

  /** It was well-formed, but gives none. */
  record Dropped<T>(DropReason reason) implements Outcome<T> {}
}
