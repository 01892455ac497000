package io.github.salmon4j.aquarium.report;

import io.github.salmon4j.Monitor;
import java.io.Console;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Objects;

/**
 * Shows on the error stream how far a run is: a bar on a terminal, lines elsewhere. Stages nest;
 * one runs at a time.
 *
 * <pre>{@code
 * try (Progress progress = Progress.console()) {
 *   Progress seed = progress.within("seed 2 of 5");
 *   labeler.label(pairs, seed.monitor("labels"));
 *   Monitor steps = seed.monitor("PPO honest");
 *   steps.progressed(13, 40); // seed 2 of 5: PPO honest 13/40
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {

  /** Of the narrowest usual terminal: a bar that wraps cannot be drawn over. */
  private static final int WIDTH = 79;

  private final Display display;
  private final String path;

  Progress(Display display, String path) {
    this.display = display;
    this.path = path;
  }

  /** {@return progress on the error stream of this process} */
  public static Progress console() {
    PrintStream out = System.err;
    boolean moves = isTerminal() && !"dumb".equals(System.getenv("TERM"));
    return new Progress(
        moves ? new BarDisplay(out, WIDTH) : new LineDisplay(out, Clock.systemUTC()), "");
  }

  /**
   * {@return progress of what is inside a stage}
   *
   * @param stage its name, as {@code seed 2 of 5}
   */
  public Progress within(String stage) {
    return new Progress(display, below(stage));
  }

  /**
   * {@return a monitor that shows one piece of work}
   *
   * @param work its name, as {@code labels}
   */
  public Monitor monitor(String work) {
    String name = below(work);
    return (done, total) -> display.show(name, done, total);
  }

  /**
   * Prints a line between the stages.
   *
   * @param line what to say
   */
  public void note(String line) {
    display.note(path.isEmpty() ? line : below(line));
  }

  /** Ends the bar under way; closing twice, or using it again, does no harm. */
  @Override
  public void close() {
    display.end();
  }

  private String below(String name) {
    Objects.requireNonNull(name, "name");
    return path.isEmpty() ? name : path + ": " + name;
  }

  /** From JDK 22 on there is a console without a terminal, and it can be asked. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
