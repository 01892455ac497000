package io.github.salmon4j.aquarium.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that this process has held at once, Java's heap and the engine's together. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private PeakMemory() {}

  /** {@return the peak of the resident set in MiB; empty where the system does not tell} */
  static OptionalLong ofThisProcess() {
    try {
      return Files.exists(STATUS) ? in(Files.readAllLines(STATUS)) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong in(List<String> status) {
    return status.stream()
        .map(PEAK::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(1)) >> 10)
        .findFirst();
  }
}
