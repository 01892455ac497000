// mvn -q dependency:build-classpath -Dmdep.outputFile=/tmp/class-path -f pom.xml
// java -Xmx6g -cp $(cat /tmp/class-path) CompareDetectors.java \
//     ../../resources/golden/language/short-answers.tsv
// Lingua 1.2.2, Apache OpenNLP 2.5.11 with langdetect model 1.3.0, JDK 17; no chance involved.
//
// Writes no file: prints how many of the short answers each detector names, among the languages of
// the set and among all that it knows, and how many it names before its first mistake when answers
// are sorted by the detector's own confidence.

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

class CompareDetectors {

  record Answer(String language, String text) {}

  record Verdict(boolean right, double confidence) {}

  public static void main(String[] arguments) throws IOException {
    List<Answer> answers = new ArrayList<>();
    Set<String> languages = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] fields = line.split("\t");
      answers.add(new Answer(fields[0], fields[1]));
      languages.add(fields[0]);
    }
    IsoCode639_1[] codes =
        languages.stream()
            .map(code -> IsoCode639_1.valueOf(code.toUpperCase(Locale.ROOT)))
            .toArray(IsoCode639_1[]::new);
    report("OpenNLP, " + languages.size() + " languages", answers, opennlp(languages));
    report("OpenNLP, all", answers, opennlp(Set.of()));
    report(
        "Lingua, " + languages.size() + " languages",
        answers,
        lingua(LanguageDetectorBuilder.fromIsoCodes639_1(codes).build()));
    report(
        "Lingua low accuracy, " + languages.size() + " languages",
        answers,
        lingua(LanguageDetectorBuilder.fromIsoCodes639_1(codes).withLowAccuracyMode().build()));
    report(
        "Lingua, all", answers, lingua(LanguageDetectorBuilder.fromAllLanguages().build()));
    report(
        "Lingua low accuracy, all",
        answers,
        lingua(LanguageDetectorBuilder.fromAllLanguages().withLowAccuracyMode().build()));
  }

  static Function<String, Map<String, Double>> lingua(LanguageDetector detector) {
    return text -> {
      Map<String, Double> scores = new HashMap<>();
      detector
          .computeLanguageConfidenceValues(text)
          .forEach((k, v) -> scores.put(k.getIsoCode639_1().toString(), v));
      return scores;
    };
  }

  /** Its three-letter codes become two-letter ones; languages not in a set that has any are out. */
  static Function<String, Map<String, Double>> opennlp(Set<String> languages) throws IOException {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      codes.put(new Locale(code).getISO3Language(), code);
    }
    codes.put("cmn", "zh");
    LanguageDetectorME detector =
        new LanguageDetectorME(
            new LanguageDetectorModel(
                CompareDetectors.class.getResource("/langdetect-183.bin")));
    return text -> {
      Map<String, Double> scores = new HashMap<>();
      for (Language found : detector.predictLanguages(text)) {
        String code = codes.getOrDefault(found.getLang(), found.getLang());
        if (languages.isEmpty() || languages.contains(code)) {
          scores.merge(code, found.getConfidence(), Math::max);
        }
      }
      return scores;
    };
  }

  static void report(
      String name, List<Answer> answers, Function<String, Map<String, Double>> detector) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Answer answer : answers) {
      List<Map.Entry<String, Double>> ranked =
          new ArrayList<>(detector.apply(answer.text()).entrySet());
      ranked.sort(Map.Entry.<String, Double>comparingByValue().reversed());
      boolean right = !ranked.isEmpty() && ranked.get(0).getKey().equals(answer.language());
      double confidence = ranked.isEmpty() ? 0 : 1;
      if (ranked.size() > 1) {
        confidence -= ranked.get(1).getValue() / ranked.get(0).getValue();
      }
      verdicts.add(new Verdict(right, confidence));
    }
    verdicts.sort(Comparator.comparingDouble(Verdict::confidence).reversed());
    long right = verdicts.stream().filter(Verdict::right).count();
    long first = verdicts.stream().takeWhile(Verdict::right).count();
    System.out.printf("%-36s %d of %d, %d before the first mistake%n", name, right,
        verdicts.size(), first);
  }
}
