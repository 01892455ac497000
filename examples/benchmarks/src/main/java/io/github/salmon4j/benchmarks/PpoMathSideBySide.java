package io.github.salmon4j.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link PpoMathBenchmark} and the same mathematics in NumPy and PyTorch in turn, and
 * compares.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar \
 *     io.github.salmon4j.benchmarks.PpoMathSideBySide 5 \
 *     "python examples/benchmarks/peers/ppo_math.py"
 * </pre>
 */
final class PpoMathSideBySide {

  private PpoMathSideBySide() {}

  public static void main(String[] args) throws RunnerException {
    int rounds = Integer.parseInt(args[0]);
    Map<String, Samples> times = new LinkedHashMap<>();
    Map<String, Samples> ratios = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      Map<String, Double> ours = ours();
      String peer = Command.output(args[1]);
      for (String task : ours.keySet()) {
        for (String system : new String[] {"numpy", "pytorch_1_thread", "pytorch_2_threads"}) {
          double theirs = Command.number(peer, system + "_" + task);
          times.computeIfAbsent(task + " " + system, key -> new Samples()).add(theirs);
          ratios
              .computeIfAbsent(task + " " + system, key -> new Samples())
              .add(theirs / ours.get(task));
        }
        times.computeIfAbsent(task + " salmon4j", key -> new Samples()).add(ours.get(task));
      }
    }
    times.forEach(
        (key, samples) -> {
          String ratio = ratios.containsKey(key) ? ratios.get(key).toString() : "-";
          System.out.printf(
              Locale.ROOT, "%-28s ms %s, times ours %s%n", key, samples.precise(), ratio);
        });
  }

  private static Map<String, Double> ours() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(PpoMathBenchmark.class.getSimpleName())
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (RunResult result : results) {
      scores.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
    }
    return scores;
  }
}
