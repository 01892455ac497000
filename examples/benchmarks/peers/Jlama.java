import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Speed of com.github.tjake:jlama-core: tokens per second of a prompt of 512, or of 64 tokens after
 * one of 128, the likeliest each time. Prints one line of JSON.
 *
 * <pre>
 * options="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
 * java $options -cp 'JARS/*' Jlama.java quantize MODEL_DIR OUT_DIR
 * java $options -cp 'JARS/*' Jlama.java prefill|decode MODEL_DIR|OUT_DIR
 * </pre>
 *
 * <p>Run with 0.8.4, the jlama-native of the same version and platform, and Java 25. It has 4 bits
 * or 32 for weights: quantize writes all but the norms in 4, embeddings too. 8-bit weights can be
 * written but not multiplied. Beside 4-bit weights activations have 8 bits where both widths are
 * multiples of 32 times the vector's floats, else 32. The model needs no tokenizer.
 */
public final class Jlama {

  private static final int WARM_UP = 1;
  private static final int ROUNDS = 3;

  public static void main(String[] args) throws IOException {
    Path model = withTokenizer(Path.of(args[1]));
    if (args[0].equals("quantize")) {
      Optional<Path> out = Optional.of(Path.of(args[2]));
      SafeTensorSupport.quantizeModel(model, DType.Q4, new String[] {"norm"}, null, out);
    } else {
      measure(model, args[0].equals("decode"));
    }
    System.exit(0); // the library leaves threads behind
  }

  /** A folder of links to the weights, with what the library asks for beside them. */
  private static Path withTokenizer(Path model) throws IOException {
    Path folder = Files.createTempDirectory("jlama");
    folder.toFile().deleteOnExit();
    for (String name : new String[] {"config.json", "model.safetensors"}) {
      Path link = folder.resolve(name);
      Files.createSymbolicLink(link, model.resolve(name).toRealPath()).toFile().deleteOnExit();
    }
    String tokenizer = "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"<unk>\":0},\"merges\":[]}}";
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer).toFile().deleteOnExit();
    Files.writeString(folder.resolve("README.md"), "\n").toFile().deleteOnExit();
    return folder;
  }

  private static void measure(Path folder, boolean decode) throws IOException {
    long start = System.nanoTime();
    AbstractModel model =
        ModelSupport.loadModel(
            folder.toFile(), null, DType.F32, DType.I8, Optional.empty(), Optional.of(2));
    double load = seconds(start);
    double[] speeds = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double speed = tokensPerSecond(model, decode);
      if (round >= 0) {
        speeds[round] = speed;
      }
    }
    Arrays.sort(speeds);
    System.out.printf(
        Locale.ROOT,
        "{\"system\":\"jlama\",\"tokens_per_second\":%.1f,\"peak_rss_mb\":%.0f,\"load_s\":%.2f}%n",
        speeds[ROUNDS / 2],
        peakMegabytes(),
        load);
  }

  private static double tokensPerSecond(AbstractModel model, boolean decode) {
    int vocabulary = model.getConfig().vocabularySize;
    int[] prompt = new Random(1).ints(decode ? 128 : 512, 0, vocabulary).toArray();
    try (KvBufferCache cache = new KvBufferCache(model);
        KvBufferCache.KvBuffer buffer = cache.getKvBuffer(UUID.randomUUID());
        AbstractTensor logits = model.makeDenseTensor(1, vocabulary)) {
      long start = System.nanoTime();
      int next;
      try (AbstractTensor read = model.batchForward(prompt, 0, buffer)) {
        next = model.sample(read.slice(read.shape().first() - 1), 0, 0, logits);
      }
      if (!decode) {
        return prompt.length / seconds(start);
      }
      start = System.nanoTime();
      for (int step = 0; step < 64; step++) {
        try (AbstractTensor read =
            model.forward(next, prompt.length + step, buffer, Optional.empty())) {
          next = model.sample(read, 0, 0, logits);
        }
      }
      return 64 / seconds(start);
    }
  }

  private static double peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    return 0;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
