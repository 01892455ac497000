package io.github.salmon4j.aquarium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A checkpoint folder with everything that a trained reward model's has, but the training: a LLaMA
 * of about half a million random weights, drawn from a fixed seed, so that the same folder, byte
 * for byte, is written on every machine.
 *
 * <p>Closing deletes the folder.
 */
final class UntrainedCheckpoint implements AutoCloseable {

  /** Its tokens are bytes, so a template and a guideline take thousands of them. */
  static final int CONTEXT_LENGTH = 4096;

  private static final long SEED = 20231009;
  private static final int WIDTH = 96;
  private static final int LAYERS = 3;
  private static final int HEADS = 6;
  private static final int KEY_VALUE_HEADS = 2;
  private static final int HEAD_WIDTH = 16;
  private static final int FEED_FORWARD_WIDTH = 448;

  /** Makes attention pick some tokens over others; at 1 it blurs a text into its average. */
  private static final double ATTENTION_GAIN = 2;

  private static final String CONFIG =
      """
      {
        "architectures": ["LlamaForSequenceClassification"],
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
        "tie_word_embeddings": false,
        "bos_token_id": %d,
        "eos_token_id": %d,
        "pad_token_id": %d,
        "id2label": {"0": "reward"},
        "label2id": {"reward": 0},
        "torch_dtype": "float32"
      }
      """
          .formatted(
              ByteTokenizerFile.VOCABULARY_SIZE,
              WIDTH,
              FEED_FORWARD_WIDTH,
              LAYERS,
              HEADS,
              KEY_VALUE_HEADS,
              HEAD_WIDTH,
              CONTEXT_LENGTH,
              ByteTokenizerFile.BEGIN_ID,
              ByteTokenizerFile.END_ID,
              ByteTokenizerFile.PADDING_ID);

  private final Path folder;

  private UntrainedCheckpoint(Path folder) {
    this.folder = folder;
  }

  /** {@return a checkpoint in a new folder among the system's temporary files} */
  static UntrainedCheckpoint temporary() {
    try {
      Path folder = Files.createTempDirectory("salmon4j-untrained-");
      write(folder);
      return new UntrainedCheckpoint(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("untrained checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * Writes config.json, model.safetensors and tokenizer.json.
   *
   * @param folder where to; it must exist
   */
  static void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG);
    Files.writeString(folder.resolve("tokenizer.json"), ByteTokenizerFile.json());
    new Weights().write(folder.resolve("model.safetensors"));
  }

  /** {@return the folder} */
  Path folder() {
    return folder;
  }

  /** Deletes the folder; where the system still holds a file, as Windows may, it is left. */
  @Override
  public void close() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }

  /** The weights, in the order in which they are drawn. */
  private static final class Weights {

    /** Its sequence of floats is part of Java's specification, unlike that of newer generators. */
    private final Random random = new Random(SEED);

    private final SafetensorsWriter writer = new SafetensorsWriter();

    void write(Path file) throws IOException {
      matrix("model.embed_tokens.weight", ByteTokenizerFile.VOCABULARY_SIZE, WIDTH, 1);
      for (int layer = 0; layer < LAYERS; layer++) {
        layer("model.layers." + layer + ".");
      }
      gain("model.norm.weight");
      matrix("score.weight", 1, WIDTH, 1);
      writer.write(file);
    }

    private void layer(String prefix) {
      int queries = HEADS * HEAD_WIDTH;
      int keys = KEY_VALUE_HEADS * HEAD_WIDTH;
      gain(prefix + "input_layernorm.weight");
      matrix(prefix + "self_attn.q_proj.weight", queries, WIDTH, ATTENTION_GAIN);
      matrix(prefix + "self_attn.k_proj.weight", keys, WIDTH, ATTENTION_GAIN);
      matrix(prefix + "self_attn.v_proj.weight", keys, WIDTH, 1);
      matrix(prefix + "self_attn.o_proj.weight", WIDTH, queries, 1);
      gain(prefix + "post_attention_layernorm.weight");
      matrix(prefix + "mlp.gate_proj.weight", FEED_FORWARD_WIDTH, WIDTH, 1);
      matrix(prefix + "mlp.up_proj.weight", FEED_FORWARD_WIDTH, WIDTH, 1);
      matrix(prefix + "mlp.down_proj.weight", WIDTH, FEED_FORWARD_WIDTH, 1);
    }

    /** Uniform, with variance gain^2 / inputs: about as large behind the matrix as before it. */
    private void matrix(String name, int outputs, int inputs, double gain) {
      float bound = (float) (gain * Math.sqrt(3.0 / inputs));
      float[] values = new float[outputs * inputs];
      for (int i = 0; i < values.length; i++) {
        values[i] = (2 * random.nextFloat() - 1) * bound;
      }
      writer.add(name, values, outputs, inputs);
    }

    private void gain(String name) {
      float[] ones = new float[WIDTH];
      Arrays.fill(ones, 1);
      writer.add(name, ones, WIDTH);
    }
  }
}
