import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import java.util.Arrays;
import java.util.Locale;

/**
 * Speed of de.kherud:llama, llama.cpp for the JVM: tokens per second of a prompt, or of the tokens
 * after it. The model needs a vocabulary of bytes (add_vocabulary.py). Prints one line of JSON.
 *
 * <pre>
 * java -cp llama-4.2.0.jar:annotations.jar LlamaCppFromJava.java MODEL.gguf prefill|decode
 * </pre>
 *
 * <p>Run with 4.2.0 and its own native library. Peak memory is not taken.
 */
public final class LlamaCppFromJava {

  private static final int ROUNDS = 3;

  public static void main(String[] args) {
    boolean decode = args[1].equals("decode");
    int prompt = decode ? 127 : 511; // and the begin token
    int predict = decode ? 65 : 1;
    long start = System.nanoTime();
    ModelParameters parameters =
        new ModelParameters()
            .setModel(args[0])
            .setThreads(2)
            .setThreadsBatch(2)
            .setCtxSize(1024)
            .setBatchSize(512)
            .setUbatchSize(512);
    try (LlamaModel model = new LlamaModel(parameters)) {
      double load = (System.nanoTime() - start) / 1e9;
      double[] speeds = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        String letters = "abcdefghijklmnopqrstuvwxyz".repeat(20);
        String text = letters.substring(round + 1, round + 1 + prompt);
        InferenceParameters request =
            new InferenceParameters(text)
                .setNPredict(predict)
                .setTemperature(0)
                .setCachePrompt(false)
                .setIgnoreEos(true);
        long begin = System.nanoTime();
        long first = 0;
        long last = 0;
        int tokens = 0;
        for (LlamaOutput output : model.generate(request)) {
          last = System.nanoTime();
          first = tokens == 0 ? last : first;
          tokens++;
        }
        if (round >= 0) {
          long nanos = decode ? last - first : first - begin;
          speeds[round] = (decode ? tokens - 1 : prompt + 1) / (nanos / 1e9);
        }
      }
      Arrays.sort(speeds);
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"de.kherud:llama\",\"tokens_per_second\":%.1f,\"peak_rss_mb\":0,\"load_s\":%.2f}%n",
          speeds[ROUNDS / 2],
          load);
    }
    System.exit(0); // the library leaves a thread behind
  }
}
