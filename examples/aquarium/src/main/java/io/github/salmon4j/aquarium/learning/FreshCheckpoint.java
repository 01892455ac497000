package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.SafetensorsWriter;
import io.github.salmon4j.aquarium.learning.Merges.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes a small LLaMA that knows nothing yet: about a million weights drawn from a seed, the same
 * ones on every machine.
 *
 * <p>All matrices are normal with deviation {@code 0.55 / sqrt(inputs)}, which is 0.02 at GPT-2's
 * width; those that write into the residual stream are divided by {@code sqrt(2 layers)} (Radford
 * et al. 2019, section 2.3). The vocabulary's head is the embedding.
 */
final class FreshCheckpoint {

  /** Longest sequence. */
  static final int CONTEXT_LENGTH = 640;

  private static final int WIDTH = 128;
  private static final int LAYERS = 4;
  private static final int HEADS = 4;
  private static final int HEAD_WIDTH = WIDTH / HEADS;
  private static final int FEED_FORWARD_WIDTH = WIDTH * 3;

  private static final String CONFIG =
      """
      {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": %d,
        "hidden_size": %d,
        "intermediate_size": %d,
        "num_hidden_layers": %d,
        "num_attention_heads": %d,
        "num_key_value_heads": %d,
        "head_dim": %d,
        "max_position_embeddings": %d,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-05,
        "rope_theta": 10000.0,
        "tie_word_embeddings": true,
        "bos_token_id": %d,
        "eos_token_id": %d,
        "pad_token_id": %d,
        "torch_dtype": "float32"
      }
      """;

  private final Random random;
  private final int vocabulary;
  private final SafetensorsWriter writer = new SafetensorsWriter();

  private FreshCheckpoint(long seed, int vocabulary) {
    this.random = new Random(seed);
    this.vocabulary = vocabulary;
  }

  /**
   * Writes config.json, tokenizer.json and model.safetensors.
   *
   * @param folder where to; it must exist
   * @param merges the tokenizer's
   * @param seed where the weights come from
   */
  static void write(Path folder, List<Pair> merges, long seed) throws IOException {
    int vocabulary = TokenizerFile.vocabularySize(merges);
    Files.writeString(folder.resolve("tokenizer.json"), TokenizerFile.json(merges));
    Files.writeString(
        folder.resolve("config.json"),
        CONFIG.formatted(
            vocabulary,
            WIDTH,
            FEED_FORWARD_WIDTH,
            LAYERS,
            HEADS,
            HEADS,
            HEAD_WIDTH,
            CONTEXT_LENGTH,
            TokenizerFile.BEGIN_ID,
            TokenizerFile.END_ID,
            TokenizerFile.PADDING_ID));
    new FreshCheckpoint(seed, vocabulary).writeWeights(folder.resolve("model.safetensors"));
  }

  private void writeWeights(Path file) throws IOException {
    double residual = 1 / Math.sqrt(2.0 * LAYERS);
    matrix("model.embed_tokens.weight", vocabulary, WIDTH, 1);
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "model.layers." + layer + ".";
      ones(prefix + "input_layernorm.weight");
      for (String projection : List.of("q", "k", "v")) {
        matrix(prefix + "self_attn." + projection + "_proj.weight", WIDTH, WIDTH, 1);
      }
      matrix(prefix + "self_attn.o_proj.weight", WIDTH, WIDTH, residual);
      ones(prefix + "post_attention_layernorm.weight");
      matrix(prefix + "mlp.gate_proj.weight", FEED_FORWARD_WIDTH, WIDTH, 1);
      matrix(prefix + "mlp.up_proj.weight", FEED_FORWARD_WIDTH, WIDTH, 1);
      matrix(prefix + "mlp.down_proj.weight", WIDTH, FEED_FORWARD_WIDTH, residual);
    }
    ones("model.norm.weight");
    writer.write(file);
  }

  private void matrix(String name, int outputs, int inputs, double gain) {
    double deviation = 0.55 * gain / Math.sqrt(inputs);
    float[] values = new float[outputs * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    writer.add(name, values, outputs, inputs);
  }

  private void ones(String name) {
    float[] ones = new float[WIDTH];
    Arrays.fill(ones, 1);
    writer.add(name, ones, WIDTH);
  }
}
