package io.github.salmon4j.aquarium.report;

import java.util.List;
import java.util.Objects;

/**
 * One circumstance of a run.
 *
 * @param name which: seeds, wall time, a setting
 * @param value what it was
 */
public record Fact(String name, String value) {

  /** Checks that both are there. */
  public Fact {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** {@return processors, memory, operating system and Java of this process} */
  public static List<Fact> ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return List.of(
        new Fact("Processors", "%d".formatted(runtime.availableProcessors())),
        new Fact("Java heap, at most", (runtime.maxMemory() >> 20) + " MiB"),
        new Fact("Operating system", properties("os.name", "os.version", "os.arch")),
        new Fact("Java", properties("java.vm.name", "java.runtime.version")));
  }

  private static String properties(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(System.getProperty(name, "unknown")).append(' ');
    }
    return text.toString().strip();
  }
}
