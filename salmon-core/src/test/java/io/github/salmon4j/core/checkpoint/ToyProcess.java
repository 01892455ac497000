package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Another JVM that trains and says so in lines on its standard output. */
final class ToyProcess {

  private ToyProcess() {}

  /**
   * The first argument is the store's folder, the second what is done: {@code ALWAYS} saves each
   * step until it is killed, {@code SHUTDOWN} saves only when asked to end, {@code STUCK} never
   * finishes.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    Behavior behavior = Behavior.valueOf(arguments[1]);
    Duration limit = Duration.ofMillis(behavior == Behavior.STUCK ? 200 : 600_000);
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.last(3));
        ShutdownSave shutdown = ShutdownSave.install(limit)) {
      ToyTraining training = ToyTraining.resume(store);
      System.out.println("from " + training.steps());
      boolean first = true;
      while (behavior == Behavior.STUCK || !shutdown.isRequested()) {
        training.step();
        if (behavior == Behavior.ALWAYS) {
          training.saveTo(store);
          if (first) {
            System.out.println("first saved");
            first = false;
          }
        } else {
          Thread.sleep(1);
        }
      }
      training.saveTo(store);
      System.out.println("saved " + training.steps());
    }
  }

  enum Behavior {
    ALWAYS,
    SHUTDOWN,
    STUCK
  }

  static Process start(Path folder, Behavior behavior) {
    try {
      return new ProcessBuilder(command(folder, behavior)).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> command(Path folder, Behavior behavior) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xmx64m",
        "-cp",
        classPath,
        ToyProcess.class.getName(),
        folder.toString(),
        behavior.name());
  }
}
