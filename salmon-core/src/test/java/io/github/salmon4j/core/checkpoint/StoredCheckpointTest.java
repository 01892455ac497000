package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredCheckpointTest {

  private static final String MANIFEST = "manifest.json";

  @TempDir Path store;

  private Path folder;

  @BeforeEach
  void save() {
    try (CheckpointStore checkpoints = CheckpointStore.open(store, Retention.all())) {
      checkpoints.save(Checkpoints.of(3), Checkpoints.parts(3));
    }
    folder = store.resolve("step-000003");
    assertEquals(3, StoredCheckpoint.open(folder).step());
  }

  private void assertFault(String file, String expected, String found) {
    CheckpointFormatException e =
        assertThrows(CheckpointFormatException.class, () -> StoredCheckpoint.open(folder));
    assertEquals(folder, e.folder());
    assertEquals(file, e.file());
    assertTrue(e.expected().contains(expected), e.getMessage());
    assertTrue(e.found().contains(found), e.getMessage());
    assertEquals(
        folder + ": " + file + ": expected " + e.expected() + ", found " + e.found(),
        e.getMessage());
  }

  /** Writes a manifest whose own hash is right. */
  private void manifest(String body) throws IOException {
    String hash = Hashing.sha256().hashString(body, StandardCharsets.UTF_8).toString();
    Files.writeString(folder.resolve(MANIFEST), body + ",\n  \"sha256\" : \"" + hash + "\"\n}\n");
  }

  private String manifestBody() throws IOException {
    String text = Files.readString(folder.resolve(MANIFEST));
    return text.substring(0, text.lastIndexOf(",\n  \"sha256\""));
  }

  @Test
  void open_movedElsewhere_isTheSame() throws Exception {
    Path elsewhere = store.resolve("the best of all");
    Files.move(folder, elsewhere);
    assertEquals(Checkpoints.of(3), StoredCheckpoint.open(elsewhere).description());
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimizer.bin", "adapter/deeper/weights", "empty"})
  void file_missing_isNamed(String name) throws Exception {
    Files.delete(folder.resolve(name));
    assertFault(name, "a file", "none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "adapter/another", ".hidden", "adapter/manifest.json"})
  void file_oneTooMany_isNamed(String name) throws Exception {
    Files.writeString(folder.resolve(name), "");
    assertFault(name, "no such file", "one too many");
  }

  @Test
  void file_truncatedOrLonger_namesBothSizes() throws Exception {
    Path file = folder.resolve("adapter/deeper/weights");
    Files.writeString(file, "weights of");
    assertFault("adapter/deeper/weights", "12 bytes", "10 bytes");
    Files.writeString(file, "weights of 3\n");
    assertFault("adapter/deeper/weights", "12 bytes", "13 bytes");
  }

  @Test
  void file_changed_namesBothHashes() throws Exception {
    Files.writeString(folder.resolve("optimizer.bin"), "moments of 4");
    assertFault("optimizer.bin", sha256("moments of 3"), sha256("moments of 4"));
  }

  private static String sha256(String text) {
    return "SHA-256 " + Hashing.sha256().hashString(text, StandardCharsets.UTF_8);
  }

  @Test
  void file_linkToTheSameContents_isRefused() throws Exception {
    Path file = folder.resolve("optimizer.bin");
    Path outside = store.resolve("outside");
    Files.move(file, outside);
    Files.createSymbolicLink(file, outside);
    assertFault("optimizer.bin", "a plain file", "a link");
  }

  @Test
  void anyByte_changed_isNoticed() throws Exception {
    for (String name : List.of(MANIFEST, "optimizer.bin", "adapter/deeper/weights")) {
      Path file = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i++) {
        int bit = i % 8;
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        Files.write(file, damaged);
        String where = name + ", byte " + i + ", bit " + bit;
        assertThrows(CheckpointFormatException.class, () -> StoredCheckpoint.open(folder), where);
      }
      Files.write(file, bytes);
    }
  }

  @Test
  void anyLength_ofATornManifest_isNoticed() throws Exception {
    Path file = folder.resolve(MANIFEST);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(
          CheckpointFormatException.class, () -> StoredCheckpoint.open(folder), "" + length);
      Files.write(file, Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length));
      assertThrows(
          CheckpointFormatException.class, () -> StoredCheckpoint.open(folder), "" + length);
    }
  }

  @Test
  void manifest_missing_isNamed() throws Exception {
    Files.delete(folder.resolve(MANIFEST));
    assertFault(MANIFEST, "the manifest of a checkpoint", "none");
  }

  @Test
  void folder_missingOrAFile_isNamed() throws Exception {
    folder = store.resolve("step-000004");
    assertFault(MANIFEST, "the manifest of a checkpoint", "no folder");
    Files.writeString(folder, "");
    assertFault(MANIFEST, "the manifest of a checkpoint", "no folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                     | 2                   | manifest.json: version | 1 | 2",
        "salmon4j checkpoint   | other checkpoint    | manifest.json: format  | salmon | other",
      })
  void manifest_ofAnotherFormat_saysWhichFirst(
      String from, String to, String file, String expected, String found) throws Exception {
    String text = Files.readString(folder.resolve(MANIFEST));
    String key = file.substring(file.indexOf(' ') + 1);
    String quote = key.equals("format") ? "\"" : "";
    String changed =
        text.replace(
            "\"" + key + "\" : " + quote + from + quote, "\"" + key + "\" : " + quote + to + quote);
    assertTrue(!changed.equals(text));
    Files.writeString(folder.resolve(MANIFEST), changed);
    assertFault(file, expected, found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "3", "{}", "\"manifest\"", "{\"step\": 3}"})
  void manifest_thatIsOtherJson_isForeign(String json) throws Exception {
    Files.writeString(folder.resolve(MANIFEST), json);
    assertFault("manifest.json: format", "salmon4j checkpoint", "none");
  }

  @Test
  void manifest_thatIsNoJsonOrNoText_isRefused() throws Exception {
    Files.writeString(folder.resolve(MANIFEST), "{");
    assertFault(MANIFEST, "a JSON document", "");
    Files.write(folder.resolve(MANIFEST), new byte[] {'{', (byte) 0xc3, '}'});
    assertFault(MANIFEST, "UTF-8", "malformed bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "created_by", "settings", "template_hash", "metrics", "files"})
  void manifest_withoutAKeyButHashedAgain_isRefused(String key) throws Exception {
    manifest(manifestBody().replace("\"" + key + "\"", "\"other\""));
    assertFault(MANIFEST, "the keys of version 1", key);
  }

  @ParameterizedTest
  @CsvSource({"3,-3", "3,2.5", "3,\"3\"", "3,null", "3,99999999999999999999"})
  void manifest_withAStepThatIsNone_isRefused(String from, String to) throws Exception {
    manifest(manifestBody().replace("\"step\" : " + from, "\"step\" : " + to));
    assertFault(MANIFEST, "version 1", "");
  }

  @Test
  void path_ofNoPart_isRefused() {
    StoredCheckpoint checkpoint = StoredCheckpoint.open(folder);
    for (String part :
        List.of("another", "..", ".", "", "../step-000003", "adapter/deeper", "/etc/hosts")) {
      CheckpointFormatException e =
          assertThrows(CheckpointFormatException.class, () -> checkpoint.path(part), part);
      assertEquals("a part of this name", e.expected());
    }
  }

  @Test
  void requireTemplate_another_isRefused() {
    StoredCheckpoint checkpoint = StoredCheckpoint.open(folder);
    checkpoint.requireTemplate(Checkpoints.HASH);
    CheckpointFormatException e =
        assertThrows(CheckpointFormatException.class, () -> checkpoint.requireTemplate("beef"));
    assertEquals("manifest.json: template_hash", e.file());
    assertEquals("beef", e.expected());
    assertEquals(Checkpoints.HASH, e.found());
  }
}
