package io.github.salmon4j.core.language;

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lingua's n-gram models as a {@link LanguageDetector}: of the languages that may occur, the
 * likeliest, unless the runner-up is too close.
 *
 * <pre>
 *   margin = 1 - l_1 / l_2        l_i = sum over n-grams of ln P(n-gram | i-th likeliest language)
 * </pre>
 *
 * <p>The margin lies from 0 (a tie) to 1 (a script or letter that only one language has). Every
 * text is taken to be in one of the languages named, so name all that a model may answer in, and no
 * more: few candidates cost less memory and are told apart better. SALMON's paper uses langdetect,
 * its released code fastText, both over all languages that they know.
 *
 * <p>Needs {@code com.github.pemistahl:lingua} 1.2.2, which this library does not bring along; in a
 * program made of modules also {@code --add-modules com.github.pemistahl.lingua}. The models of the
 * candidates, shared by all detectors of a program, load with the first text: about 25 MB of heap
 * for each language. Safe for use by many threads.
 *
 * <p>Chosen by measurement: of 150 answers of 1 to 12 words in 15 languages it names 146, Apache
 * OpenNLP 2.5.11 (model 1.3.0) 144; with every language as a candidate, 140 and 124. OpenNLP needs
 * a tenth of the memory.
 */
public final class LinguaDetector implements LanguageDetector {

  /** A margin that keeps 142 of the 146 right answers above and leaves one that is wrong. */
  public static final double DEFAULT_MARGIN = 0.05;

  private final com.github.pemistahl.lingua.api.LanguageDetector lingua;
  private final double minimumMargin;

  /**
   * A detector with the {@linkplain #DEFAULT_MARGIN default margin}.
   *
   * @param languages the languages that may occur, as ISO 639-1 codes in lower case; 2 or more
   * @throws IllegalArgumentException if there are fewer, or Lingua does not know one
   * @throws IllegalStateException if Lingua is not there
   */
  public LinguaDetector(Collection<String> languages) {
    this(languages, DEFAULT_MARGIN);
  }

  /**
   * A detector.
   *
   * @param languages the languages that may occur, as ISO 639-1 codes in lower case; 2 or more
   * @param minimumMargin the smallest margin of a text that is decided, from 0 to 1; 0 decides all
   *     that have letters
   * @throws IllegalArgumentException if an argument is out of its range, or Lingua does not know a
   *     language
   * @throws IllegalStateException if Lingua is not there
   */
  public LinguaDetector(Collection<String> languages, double minimumMargin) {
    List<String> codes = languages.stream().distinct().toList();
    if (codes.size() < 2) {
      throw new IllegalArgumentException("languages: expected 2 or more, found " + codes);
    }
    if (!(minimumMargin >= 0 && minimumMargin <= 1)) {
      throw new IllegalArgumentException("minimum margin: expected 0 to 1, found " + minimumMargin);
    }
    this.minimumMargin = minimumMargin;
    try {
      this.lingua =
          LanguageDetectorBuilder.fromIsoCodes639_1(
                  codes.stream().map(LinguaDetector::code).toArray(IsoCode639_1[]::new))
              .build();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "language detection: expected Lingua, found no class of it; add the dependency"
              + " com.github.pemistahl:lingua:1.2.2",
          e);
    }
  }

  @Override
  public Optional<String> detect(String text) {
    Objects.requireNonNull(text, "text");
    // Likeliest first; each value is l_1 / l_i.
    List<Map.Entry<Language, Double>> ranked =
        new ArrayList<>(lingua.computeLanguageConfidenceValues(text).entrySet());
    double margin = ranked.size() < 2 ? 1 : 1 - ranked.get(1).getValue();
    if (ranked.isEmpty() || margin < minimumMargin) {
      return Optional.empty();
    }
    return Optional.of(ranked.get(0).getKey().getIsoCode639_1().toString());
  }

  private static IsoCode639_1 code(String language) {
    for (IsoCode639_1 code : IsoCode639_1.values()) {
      if (code.toString().equals(language) && code != IsoCode639_1.NONE) {
        return code;
      }
    }
    throw new IllegalArgumentException(
        "language: expected one of Lingua's ISO 639-1 codes, such as en, found " + language);
  }
}
