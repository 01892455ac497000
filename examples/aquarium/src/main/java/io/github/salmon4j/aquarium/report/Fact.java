package io.github.salmon4j.aquarium.report;

import java.util.ArrayList;
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

  /**
   * {@return processors, memory, operating system and Java of this process; the memory that it has
   * held at its peak so far where the system tells, as Linux does}
   */
  public static List<Fact> ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Processors", "%d".formatted(runtime.availableProcessors())));
    facts.add(new Fact("Java heap, at most", (runtime.maxMemory() >> 20) + " MiB"));
    PeakMemory.ofThisProcess()
        .ifPresent(mebibytes -> facts.add(new Fact("Memory at its peak", mebibytes + " MiB")));
    facts.add(new Fact("Operating system", properties("os.name", "os.version", "os.arch")));
    facts.add(new Fact("Java", properties("java.vm.name", "java.runtime.version")));
    return List.copyOf(facts);
  }

  private static String properties(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(System.getProperty(name, "unknown")).append(' ');
    }
    return text.toString().strip();
  }
}
