package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;

/** The golden checkpoints, as this package opens them, and tokens to give them. */
final class Models {

  /** All of them have this vocabulary. */
  static final int VOCABULARY = 384;

  private Models() {}

  static Path folder(String name) {
    try {
      return Path.of(Models.class.getResource("/golden/checkpoints/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return a golden checkpoint, its weights float32} */
  static Checkpoint checkpoint(String name) {
    return Checkpoint.open(folder(name)).asFloat32();
  }

  /** {@return an adapter of the checkpoint {@code peft-seqcls/base}} */
  static LoraAdapter adapter(String name) {
    return LoraAdapter.open(
        folder("peft-seqcls/" + name), Checkpoint.open(folder("peft-seqcls/base")).config());
  }

  /** {@return tokens that differ from seed to seed, each above 2} */
  static TokenIds tokens(long seed, int length) {
    return TokenIds.of(new Random(seed).ints(length, 3, VOCABULARY).toArray());
  }
}
