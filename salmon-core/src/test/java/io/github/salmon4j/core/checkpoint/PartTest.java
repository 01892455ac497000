package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "optimizer.bin", "kl-controller", "state_2", "0.tar.gz", "console"})
  void name_plain_isAccepted(String name) {
    assertEquals(name, Part.file(name, out -> {}).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".hidden",
        "a.",
        "a/b",
        "a\\b",
        "/a",
        "A",
        "a b",
        "ä",
        "-a",
        "manifest.json",
        "con",
        "aux.txt",
        "com1"
      })
  void name_thatAFileSystemMayMisread_isRefused(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Part.folder(name, path -> {}));
    assertEquals(
        "part: expected a name of a-z, 0-9, '_', '-' and single dots, found " + name,
        e.getMessage());
  }

  @Test
  void null_isRefusedBeforeAnythingIsWritten() {
    assertThrows(NullPointerException.class, () -> Part.file(null, out -> {}));
    assertThrows(NullPointerException.class, () -> Part.file("a", null));
    assertThrows(NullPointerException.class, () -> Part.folder("a", null));
  }
}
