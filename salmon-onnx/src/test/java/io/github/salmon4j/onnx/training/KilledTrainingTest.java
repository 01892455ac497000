package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that trains on ONNX Runtime is killed twenty times; the end is the same to the bit. */
class KilledTrainingTest {

  private static final int KILLS = 20;

  @TempDir Path folder;

  /** What a process does; it is run here too, to its end. */
  private enum Training {
    FINE_TUNING(TrainingProcess.class, TrainingProcess::run),
    PPO(PpoProcess.class, PpoProcess::run);

    private final Class<?> process;
    private final ToIntFunction<Path> run;

    Training(Class<?> process, ToIntFunction<Path> run) {
      this.process = process;
      this.run = run;
    }
  }

  @ParameterizedTest
  @EnumSource
  void resume_afterTwentyKills_equalsAnUninterruptedRun(Training training) throws Exception {
    Path interrupted = folder.resolve("interrupted");
    SplittableRandom moments = new SplittableRandom(11);
    long reached = 0;
    int late = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(training.process, interrupted);
      try (BufferedReader output = process.inputReader()) {
        assertEquals("started", output.readLine());
        waitFor(process, moments.nextInt(2_000), interrupted, reached);
        assertTrue(process.isAlive(), "kill " + kill + " met a run that had ended");
      } finally {
        process.destroyForcibly().waitFor();
      }
      long now = latest(interrupted);
      assertTrue(now >= reached, "a kill lost step " + reached + ", left " + now);
      late += now > reached ? 1 : 0;
      reached = now;
    }
    assertTrue(late > 2, "kills that met a run on its way: " + late);
    int expected = training.run.applyAsInt(folder.resolve("uninterrupted"));
    assertEquals(expected, training.run.applyAsInt(interrupted));
  }

  /** Every third kill counts from the start; the others, from the first new checkpoint. */
  private static void waitFor(Process process, int milliseconds, Path folder, long reached)
      throws Exception {
    boolean early = milliseconds % 3 == 0;
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(early ? 0 : 20);
    while (System.nanoTime() < limit && latest(folder) <= reached && process.isAlive()) {
      Thread.sleep(5);
    }
    process.waitFor(early ? milliseconds / 2 : milliseconds / 20, TimeUnit.MILLISECONDS);
  }

  private static long latest(Path folder) throws Exception {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> names = Files.list(folder)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("step-"))
          .mapToLong(name -> Long.parseLong(name.substring("step-".length())))
          .max()
          .orElse(0);
    }
  }

  private static Process start(Class<?> process, Path folder) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath,
                process.getName(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
