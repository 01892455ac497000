package io.github.salmon4j.aquarium.report;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Lines for a log: one when a stage begins, one when all is done, and one every ten seconds
 * between.
 */
final class LineDisplay implements Display {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final InstantSource clock;
  private String stage = "";
  private Instant begun = Instant.MIN;
  private Instant printed = Instant.MIN;

  LineDisplay(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void show(String name, long done, long total) {
    Instant now = clock.instant();
    boolean isNew = !name.equals(stage);
    if (isNew) {
      stage = name;
      begun = now;
    }
    if (isNew || done == total || !now.isBefore(printed.plus(PAUSE))) {
      printed = now;
      Duration taken = Duration.between(begun, now);
      note(
          "%s %d/%d, %d:%02d:%02d"
              .formatted(
                  name,
                  done,
                  total,
                  taken.toHours(),
                  taken.toMinutesPart(),
                  taken.toSecondsPart()));
    }
  }

  @Override
  public synchronized void end() {
    stage = "";
  }

  @Override
  public synchronized void note(String line) {
    out.println(line);
    out.flush();
  }
}
