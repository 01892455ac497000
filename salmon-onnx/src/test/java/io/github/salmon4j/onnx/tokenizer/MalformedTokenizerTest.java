package io.github.salmon4j.onnx.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no tokenizers are errors that name them; the native code must not see the end. */
class MalformedTokenizerTest {

  @TempDir private Path folder;

  private CheckpointTokenizer open(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("tokenizer.json"), content);
    return CheckpointTokenizer.open(file, OptionalInt.empty());
  }

  private CheckpointTokenizer open(String content) throws IOException {
    return open(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String golden() throws IOException {
    return Files.readString(CheckpointTokenizerTest.file("tokenizer.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "null",
        "{}",
        "{\"model\": 1}",
        "{\"model\": {}}",
        "{\"model\": {\"type\": \"Nonesuch\"}}",
        "{\"model\": {\"type\": \"BPE\"}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"0\"}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a\"]}}",
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [[\"a\"]]}}",
        "{\"model\": {\"type\": \"WordLevel\", \"vocab\": {\"b\": 0}, \"unk_token\": \"x\"}}",
        "{\"model\": {\"type\": \"Unigram\", \"unk_id\": 7, \"vocab\": [[\"a\", 0.0]]}}",
        "{\"version\": \"1.0\", \"added_tokens\": 5, \"model\":"
            + " {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}}"
      })
  void open_noTokenizer_isRefusedNamingTheFile(String content) {
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> open(content).close());
    assertEquals(folder.resolve("tokenizer.json"), e.path());
  }

  @Test
  void open_notUtf8_isRefused() throws IOException {
    byte[] bytes = golden().getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length / 2] = (byte) 0xff;
    assertThrows(ModelFormatException.class, () -> open(bytes).close());
  }

  @Test
  void open_cutAnywhere_isRefused() throws IOException {
    byte[] bytes = golden().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < bytes.length - 1; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(ModelFormatException.class, () -> open(cut).close());
    }
  }

  @Test
  void open_noFile_saysSo() {
    Path file = folder.resolve("none.json");
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> CheckpointTokenizer.open(file, OptionalInt.empty()));
    assertTrue(e.getMessage().contains("none.json"), e.getMessage());
  }

  /** Most such files still are tokenizers, of a sort: they open and encode, or are refused. */
  @Test
  void open_randomDamage_neverEndsOtherwise() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      StringBuilder json = new StringBuilder(golden());
      for (int change = 0; change < 1 + round % 4; change++) {
        int at = random.nextInt(json.length() - 20);
        switch (random.nextInt(3)) {
          case 0 -> json.setCharAt(at, "{}[]\",:0a\\".charAt(random.nextInt(10)));
          case 1 -> json.delete(at, at + 1 + random.nextInt(20));
          default -> json.insert(at, json.substring(at, at + 20));
        }
      }
      try (CheckpointTokenizer tokenizer = open(json.toString())) {
        tokenizer.encode("The salmon return. \ud83d\udc1f");
      } catch (ModelFormatException e) {
        refused++;
      } catch (IllegalArgumentException e) {
        throw new AssertionError(json.toString(), e);
      }
    }
    assertTrue(refused > 100, "the damage must matter: refused " + refused);
  }
}
