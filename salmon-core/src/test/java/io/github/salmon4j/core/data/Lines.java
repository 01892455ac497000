package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of lines for tests, and what they read as. */
final class Lines {

  static final Guideline GUIDELINE = Guideline.of(Principle.of("Concise", "Be brief."));
  static final ReadSettings SKIP = ReadSettings.defaults().withBadLines(BadLines.SKIP);

  private Lines() {}

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Single quotes stand for double ones. */
  static Path write(Path file, String... lines) {
    String text = String.join("\n", lines).replace('\'', '"');
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static List<Preference> read(Path file, PreferenceFormat format) {
    try (JsonLines<Preference> data = PreferenceData.open(file, format)) {
      return all(data);
    }
  }

  static ReadReport report(Path file, PreferenceFormat format) {
    try (JsonLines<Preference> data = PreferenceData.open(file, format, SKIP)) {
      all(data);
      return data.report();
    }
  }

  static <T> List<T> all(JsonLines<T> data) {
    List<T> all = new ArrayList<>();
    data.forEachRemaining(all::add);
    return all;
  }
}
