package io.github.salmon4j.aquarium.report;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that moves, for a terminal; that of a stage that ended stays as a line above. */
final class BarDisplay implements Display {

  private static final int UPDATE_MILLIS = 250;

  /** The library ends its line only if it had time to draw twice; the line is ended here. */
  private static final class Line extends ConsoleProgressBarConsumer {

    Line(PrintStream out, int width) {
      super(out, width);
    }

    @Override
    public void close() {}
  }

  private final PrintStream out;
  private final int width;
  private @Nullable ProgressBar bar;

  /**
   * Prepares bars.
   *
   * @param out a terminal
   * @param width its width in characters; given, so that the terminal need not be asked
   */
  BarDisplay(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public synchronized void show(String stage, long done, long total) {
    if (bar == null || !bar.getTaskName().equals(stage)) {
      end();
      bar = start(stage, total);
    }
    bar.maxHint(total).stepTo(done);
    if (done == total) {
      end();
    }
  }

  private ProgressBar start(String stage, long total) {
    return new ProgressBarBuilder()
        .setTaskName(stage)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(new Line(out, width))
        .build();
  }

  @Override
  public synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      out.println();
      out.flush();
    }
  }

  @Override
  public synchronized void note(String line) {
    end();
    out.println(line);
    out.flush();
  }
}
