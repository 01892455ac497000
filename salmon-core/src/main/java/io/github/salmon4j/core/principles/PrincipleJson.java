package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Principle sets as JSON. What is written reads back with the same {@link
 * PrincipleSet#contentHash()}.
 *
 * <pre>{@code
 * {
 *   "format": "salmon4j-principles-1",
 *   "principles": [
 *     {
 *       "name": "Concise",
 *       "definition": "Settle the request in few, clear words.",
 *       "negation": "Dodge the request instead of settling it quickly.",
 *       "weight": 1.0,
 *       "boostedFor": ["REASONING"]
 *     }
 *   ]
 * }
 * }</pre>
 *
 * <p>{@code negation}, {@code weight} (then 1) and {@code boostedFor} (then none) may be left out.
 * A document that is an array of objects with the keys {@code dimension}, {@code definition},
 * {@code negative_definition} and {@code weight}, of which the last two may be left out, is read as
 * what users of the released SALMON code have. Those principles carry no boosts: the released code
 * boosts by words in a name; here say so with {@link Principle#withBoostFor}.
 *
 * <p>Reading is strict: keys that are unknown, missing or given twice, values of another type,
 * empty arrays and texts that break a rule of {@link Principle} are errors that name the source,
 * the element (counted from 0), the key, what was expected and what was found.
 */
public final class PrincipleJson {

  private PrincipleJson() {}

  /**
   * {@return the set that a file holds}
   *
   * @param file a UTF-8 file in either shape
   * @throws IllegalArgumentException if the file does not follow the format
   * @throws UncheckedIOException if the file cannot be read
   */
  public static PrincipleSet read(Path file) {
    try {
      return PrincipleParser.parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": expected UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * {@return the set that a stream of text holds, read to its end; the reader is not closed}
   *
   * @param reader text in either shape
   * @throws IllegalArgumentException if the text does not follow the format
   * @throws UncheckedIOException if the reader fails
   */
  public static PrincipleSet read(Reader reader) {
    StringWriter text = new StringWriter();
    try {
      reader.transferTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException("principles", e);
    }
    return parse(text.toString());
  }

  /**
   * {@return the set that a text holds}
   *
   * @param text JSON in either shape
   * @throws IllegalArgumentException if the text does not follow the format
   */
  public static PrincipleSet parse(String text) {
    return PrincipleParser.parse("principles", Objects.requireNonNull(text, "text"));
  }

  /**
   * {@return a set as JSON in this library's shape, every value spelled out, with a line feed at
   * the end}
   *
   * @param principles at least one principle
   * @throws IllegalArgumentException if the set is empty, which no file can say
   */
  public static String format(PrincipleSet principles) {
    return PrincipleWriter.format(principles);
  }

  /**
   * Writes a set as a UTF-8 file in this library's shape, replacing what is there. A reader sees
   * the old file or the new one, never a part.
   *
   * @param principles at least one principle
   * @param file where to; its folder must exist
   * @throws IllegalArgumentException if the set is empty, which no file can say
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public static void write(PrincipleSet principles, Path file) {
    AtomicFile.write(file, format(principles));
  }
}
