package io.github.salmon4j.core.data;

import io.github.salmon4j.core.calibration.CalibratedPreference;
import io.github.salmon4j.core.calibration.Calibration;
import io.github.salmon4j.core.calibration.Calibrator;
import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Training examples with their whole history, as one file: what a judge's labels came to, and how.
 *
 * <pre>{@code
 * PreferenceFile.create(labels, recipe).write(file);
 * List<Preference> examples = PreferenceFile.read(file).preferences();
 * }</pre>
 *
 * <p>The keys of its lines are in the {@linkplain io.github.salmon4j.core.data package's
 * description}. Whoever only wants examples reads the file as {@link PreferenceFormat#traced()}.
 *
 * @param header what the first line says
 * @param examples the examples, shuffled
 */
public record PreferenceFile(PreferenceHeader header, List<TracedPreference> examples) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are more or fewer examples than the header says
   */
  public PreferenceFile {
    examples = List.copyOf(examples);
    if (header.examples() != examples.size()) {
      throw new IllegalArgumentException(
          "examples: expected " + header.examples() + ", found " + examples.size());
    }
  }

  /**
   * {@return what calibration makes of labels, in shuffled order} The same labels and recipe give
   * the same value.
   *
   * @param labels raw labels, as for {@link Calibrator#calibrate}
   * @param recipe everything else
   * @throws IllegalArgumentException as {@link Calibrator} does
   */
  public static PreferenceFile create(List<PreferenceLabel> labels, PreferenceRecipe recipe) {
    RunSeed seed = new RunSeed(recipe.seed());
    Calibration calibration =
        new Calibrator(recipe.principles(), recipe.calibration())
            .calibrate(labels, seed.generator("calibration", 0));
    Map<ResponsePair, Map<String, PreferenceLabel>> judged = new HashMap<>();
    for (PreferenceLabel label : labels) {
      judged
          .computeIfAbsent(label.pair(), pair -> new HashMap<>())
          .put(label.principle().name(), label);
    }
    List<TracedPreference> examples = new ArrayList<>();
    for (CalibratedPreference example : calibration.examples()) {
      ResponsePair pair = example.preference().pair();
      boolean exchanged = example.provenance().exchanged();
      examples.add(
          traced(example, Objects.requireNonNull(judged.get(exchanged ? pair.swapped() : pair))));
    }
    shuffle(examples, seed.generator("order of examples", 0));
    return new PreferenceFile(PreferenceHeader.of(recipe, calibration), examples);
  }

  private static TracedPreference traced(
      CalibratedPreference example, Map<String, PreferenceLabel> labels) {
    Provenance origin = example.provenance();
    List<JudgeMargins> margins = new ArrayList<>();
    for (ScoredPrinciple line : origin.lines()) {
      String name = line.stated().principle().name();
      margins.add(JudgeMargins.of(Objects.requireNonNull(labels.get(name)), origin.exchanged()));
    }
    return new TracedPreference(example.preference(), origin, margins);
  }

  private static void shuffle(List<TracedPreference> examples, RandomGenerator random) {
    for (int i = examples.size() - 1; i > 0; i--) {
      Collections.swap(examples, i, random.nextInt(i + 1));
    }
  }

  /** {@return the examples without their history, in order} */
  public List<Preference> preferences() {
    return examples.stream().map(TracedPreference::preference).toList();
  }

  /**
   * Writes the file, replacing what is there. A reader sees the old file or the new one, never a
   * part. Equal values give equal bytes; compressed ones as long as the Java runtime compresses
   * alike.
   *
   * @param file where to; its folder must exist; compressed by gzip if its name ends in {@code .gz}
   * @throws IllegalArgumentException if a text has a lone surrogate or a score is not finite; then
   *     the file is as it was, as after any other exception
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    AtomicLines.write(
        file, List.of(TracedRows.format(header)), examples.iterator(), TracedRows::format);
  }

  /**
   * {@return what a file holds}
   *
   * @param file plain or compressed by gzip
   * @throws IllegalArgumentException if a line cannot be read (names its number), there is no
   *     header, or there are more or fewer examples than it says
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static PreferenceFile read(Path file) {
    TracedRows rows = new TracedRows();
    List<TracedPreference> examples = new ArrayList<>();
    try (JsonLines<TracedPreference> lines = JsonLines.open(file, ReadSettings.defaults(), rows)) {
      lines.forEachRemaining(examples::add);
    }
    PreferenceHeader header = rows.header();
    if (header == null) {
      throw new IllegalArgumentException(file + ": expected a header, found none");
    }
    try {
      return new PreferenceFile(header, examples);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
