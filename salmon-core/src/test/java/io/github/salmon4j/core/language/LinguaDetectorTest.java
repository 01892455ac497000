package io.github.salmon4j.core.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinguaDetectorTest {

  private static final List<Answer> ANSWERS = read();

  private record Answer(String language, String text) {}

  private static List<Answer> read() {
    try (InputStream file =
        LinguaDetectorTest.class.getResourceAsStream("/golden/language/short-answers.tsv")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.split("\t"))
          .map(fields -> new Answer(fields[0], fields[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> languages() {
    return ANSWERS.stream().map(Answer::language).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void answers_areTenOfEachLanguageAndAllDifferent() {
    assertEquals(15, languages().size());
    assertEquals(150, ANSWERS.stream().map(Answer::text).distinct().count());
    for (String language : languages()) {
      assertEquals(10, ANSWERS.stream().filter(a -> a.language().equals(language)).count());
    }
  }

  /** Exact: a change of Lingua that moves an answer is seen, in either direction. */
  @ParameterizedTest
  @CsvSource({"0, 146, 4", "0.05, 142, 1", "0.1, 134, 0", "1, 40, 0"})
  void detect_shortAnswers_asManyAreRightAsMeasured(double margin, int right, int wrong) {
    LinguaDetector detector = new LinguaDetector(languages(), margin);
    int found = 0;
    List<String> mistaken = new ArrayList<>();
    for (Answer answer : ANSWERS) {
      Optional<String> language = detector.detect(answer.text());
      if (language.equals(Optional.of(answer.language()))) {
        found++;
      } else if (language.isPresent()) {
        mistaken.add(answer + " -> " + language.get());
      }
    }
    assertEquals(right, found, mistaken.toString());
    assertEquals(wrong, mistaken.size(), mistaken.toString());
  }

  @Test
  void detect_defaultMargin_isTheOneMeasured() {
    assertEquals(0.05, LinguaDetector.DEFAULT_MARGIN);
    LinguaDetector detector = new LinguaDetector(List.of("en", "fr", "tr"));
    assertEquals(Optional.of("fr"), detector.detect("Je pense que c'est\nune très bonne idée."));
    // English by 0.018, French the runner-up.
    assertEquals(Optional.empty(), detector.detect("The capital of France is Paris."));
    assertEquals(
        Optional.of("en"),
        new LinguaDetector(List.of("en", "fr"), 0).detect("The capital of France is Paris."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "12 + 5 = 17", "?!", "\ud83d\udc4d", "\ud800", "\0"})
  void detect_noLetters_isUndecided(String text) {
    assertEquals(Optional.empty(), new LinguaDetector(List.of("en", "de"), 0).detect(text));
  }

  @Test
  void detect_byManyThreads_equalsOne() {
    LinguaDetector detector = new LinguaDetector(languages());
    List<Optional<String>> one = ANSWERS.stream().map(a -> detector.detect(a.text())).toList();
    LinguaDetector fresh = new LinguaDetector(languages());
    assertEquals(one, ANSWERS.parallelStream().map(a -> fresh.detect(a.text())).toList());
  }

  @Test
  void constructor_badInput_namesIt() {
    assertRejects("languages: expected 2 or more, found [en]", List.of("en", "en"), 0);
    assertRejects(
        "language: expected one of Lingua's ISO 639-1 codes, such as en, found EN",
        List.of("de", "EN"),
        0);
    assertRejects(
        "language: expected one of Lingua's ISO 639-1 codes, such as en, found none",
        List.of("de", "none"),
        0);
    List<String> two = List.of("en", "de");
    assertRejects("minimum margin: expected 0 to 1, found -0.1", two, -0.1);
    assertRejects("minimum margin: expected 0 to 1, found NaN", two, Double.NaN);
    assertThrows(NullPointerException.class, () -> new LinguaDetector(two).detect(null));
  }

  private static void assertRejects(String message, Collection<String> languages, double margin) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new LinguaDetector(languages, margin))
            .getMessage());
  }

  @Test
  void constructor_withoutLingua_namesWhatToAdd() throws Exception {
    List<URL> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("lingua")) {
        others.add(Path.of(entry).toUri().toURL());
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader without = new URLClassLoader(others.toArray(URL[]::new), platform)) {
      Constructor<?> constructor =
          without.loadClass(LinguaDetector.class.getName()).getConstructor(Collection.class);
      Throwable cause =
          assertThrows(
                  InvocationTargetException.class,
                  () -> constructor.newInstance(List.of("en", "de")))
              .getCause();
      assertEquals(
          "language detection: expected Lingua, found no class of it; add the dependency"
              + " com.github.pemistahl:lingua:1.2.2",
          assertInstanceOf(IllegalStateException.class, cause).getMessage());
    }
  }

  @Test
  void measuredVersion_isTheOneThatMessagesName() {
    String jar =
        LanguageDetectorBuilder.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertTrue(jar.endsWith("lingua-1.2.2.jar"), jar);
  }
}
