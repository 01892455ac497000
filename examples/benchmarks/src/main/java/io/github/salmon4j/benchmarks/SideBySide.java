package io.github.salmon4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs several commands in turn, again and again, and compares what they print: machines drift, so
 * only numbers taken side by side are worth comparing. Each command prints one line of JSON with
 * {@code tokens_per_second}, {@code peak_rss_mb} and {@code load_s}.
 *
 * <pre>
 * jar=examples/benchmarks/target/benchmarks.jar
 * java -cp $jar io.github.salmon4j.benchmarks.SideBySide 5 \
 *     "java -cp $jar io.github.salmon4j.benchmarks.Prefill S" \
 *     "python examples/benchmarks/peers/torch_prefill.py S" \
 *     "python examples/benchmarks/peers/llama_cpp_prefill.py S/model-f32.gguf"
 * </pre>
 */
final class SideBySide {

  private SideBySide() {}

  public static void main(String[] args) {
    int rounds = Integer.parseInt(args[0]);
    List<String> commands = List.of(args).subList(1, args.length);
    List<Samples> speeds = new ArrayList<>();
    List<Samples> ratios = new ArrayList<>();
    List<String> last = new ArrayList<>();
    for (String command : commands) {
      speeds.add(new Samples());
      ratios.add(new Samples());
      last.add(command);
    }
    for (int round = 0; round < rounds; round++) {
      double first = 0;
      for (int i = 0; i < commands.size(); i++) {
        String json = Command.output(commands.get(i));
        double speed = Command.number(json, "tokens_per_second");
        first = i == 0 ? speed : first;
        speeds.get(i).add(speed);
        ratios.get(i).add(first / speed);
        last.set(
            i,
            String.format(
                Locale.ROOT,
                "peak %.0f MB, load %.2f s",
                Command.number(json, "peak_rss_mb"),
                Command.number(json, "load_s")));
      }
    }
    for (int i = 0; i < commands.size(); i++) {
      System.out.println(commands.get(i));
      System.out.printf(
          Locale.ROOT,
          "  tokens/s %s, first over this %.2f (%.2f-%.2f), %s%n",
          speeds.get(i),
          ratios.get(i).median(),
          ratios.get(i).smallest(),
          ratios.get(i).largest(),
          last.get(i));
    }
  }
}
