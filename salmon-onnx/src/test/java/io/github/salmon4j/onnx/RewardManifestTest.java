package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardManifestTest {

  private static final String HASH = "0123abcd";

  @TempDir private Path folder;

  private void write(String content) throws IOException {
    write(content.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] content) throws IOException {
    Files.write(folder.resolve("salmon4j.json"), content);
  }

  private ModelFormatException assertRefused() {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> RewardManifest.requireTemplate(folder, HASH));
    assertEquals(folder.resolve("salmon4j.json"), e.path());
    return e;
  }

  @Test
  void requireTemplate_noManifest_isAccepted() {
    assertDoesNotThrow(() -> RewardManifest.requireTemplate(folder, HASH));
  }

  @Test
  void requireTemplate_sameHash_isAccepted() throws IOException {
    write("{\"reward_template\": \"" + HASH + "\"}");
    assertDoesNotThrow(() -> RewardManifest.requireTemplate(folder, HASH));
  }

  @Test
  void requireTemplate_anotherHash_namesBoth() throws IOException {
    write("{\"reward_template\": \"beef\"}");
    ModelFormatException e = assertRefused();
    assertEquals("beef", e.found());
    assertTrue(e.expected().contains(HASH), e.getMessage());
  }

  @Test
  void requireTemplate_unknownKey_isNamed() throws IOException {
    write("{\"reward_template\": \"" + HASH + "\", \"reward_templates\": 1}");
    assertEquals("reward_templates", assertRefused().where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"0123abcd\"",
        "{}",
        "{\"reward_template\": null}",
        "{\"reward_template\": [\"0123abcd\"]}",
        "{\"reward_template\": \"0123abcd\"} {}"
      })
  void requireTemplate_malformed_isRefused(String content) throws IOException {
    write(content);
    assertRefused();
  }

  @Test
  void requireTemplate_notUtf8_isRefused() throws IOException {
    write(new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'});
    assertRefused();
  }
}
