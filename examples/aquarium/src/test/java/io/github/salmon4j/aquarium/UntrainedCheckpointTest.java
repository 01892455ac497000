package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrainedCheckpointTest {

  /** Of the weights as first released: a change here changes every number in the documentation. */
  private static final String WEIGHTS_SHA_256 =
      "69f24fdba74b2f75afddc3c2e515779d17f917e61b957cde966a1627b379c5d2";

  @TempDir Path folder;

  @Test
  void write_weights_areTheSameOnEveryMachine() throws IOException, NoSuchAlgorithmException {
    UntrainedCheckpoint.write(folder);
    byte[] weights = Files.readAllBytes(folder.resolve("model.safetensors"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(weights);
    assertEquals(WEIGHTS_SHA_256, HexFormat.of().formatHex(hash));
  }

  @Test
  void write_checkpoint_opensAndHasAboutHalfAMillionWeights() throws IOException {
    UntrainedCheckpoint.write(folder);
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertEquals(
        UntrainedCheckpoint.CONTEXT_LENGTH, checkpoint.config().dimensions().maxPositions());
    long bytes = Files.size(folder.resolve("model.safetensors"));
    assertTrue(Math.abs(bytes / Float.BYTES - 500_000L) < 50_000, bytes + " bytes");
  }

  @Test
  void tokenizer_anyText_isItsBytes() throws IOException {
    UntrainedCheckpoint.write(folder);
    try (OnnxRewardModel model = OnnxRewardModel.open(folder)) {
      Tokenizer tokenizer = model.tokenizer();
      for (String text :
          new String[] {"", "fish", "a  b\n\tc", "</s>", "f\u00fcr \u9b5a \ud83d\udc1f"}) {
        assertEquals(bytesOf(text), tokenizer.encode(text));
        assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
      }
      assertEquals(OptionalInt.of(ByteTokenizerFile.BEGIN_ID), tokenizer.beginId());
      assertEquals(OptionalInt.of(ByteTokenizerFile.END_ID), tokenizer.endId());
      assertEquals(ByteTokenizerFile.VOCABULARY_SIZE, tokenizer.vocabularySize());
    }
  }

  @Test
  void tokenizer_everyByte_hasATokenOfItsOwn() throws IOException {
    UntrainedCheckpoint.write(folder);
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x800; c++) {
      all.append((char) c);
    }
    try (OnnxRewardModel model = OnnxRewardModel.open(folder)) {
      assertEquals(bytesOf(all.toString()), model.tokenizer().encode(all.toString()));
    }
  }

  @Test
  void close_temporaryFolder_isGone() {
    UntrainedCheckpoint checkpoint = UntrainedCheckpoint.temporary();
    assertTrue(Files.exists(checkpoint.folder().resolve("config.json")));
    checkpoint.close();
    assertFalse(Files.exists(checkpoint.folder()));
  }

  private static TokenIds bytesOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return TokenIds.of(ids);
  }
}
