package io.github.salmon4j.core.language;

import java.util.Optional;

/**
 * Tells which language a text is written in. Implementations are safe for use by many threads and
 * answer the same text the same way.
 */
@FunctionalInterface
public interface LanguageDetector {

  /**
   * {@return the language of a text as an ISO 639-1 code in lower case, such as {@code en}; empty
   * if the text says too little to tell}
   *
   * @param text any text, several lines allowed
   */
  Optional<String> detect(String text);
}
