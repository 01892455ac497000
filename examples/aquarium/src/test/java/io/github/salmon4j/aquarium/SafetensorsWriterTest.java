package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

  @TempDir Path folder;

  private final SafetensorsWriter writer = new SafetensorsWriter();

  @Test
  void write_twoTensors_headerThenNumbersBehindEachOther() throws IOException {
    writer.add("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    writer.add("b", new float[] {7}, 1);
    Path file = folder.resolve("two.safetensors");
    writer.write(file);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = Math.toIntExact(bytes.getLong());
    byte[] header = new byte[headerBytes];
    bytes.get(header);
    assertEquals(0, headerBytes % 8);
    assertEquals(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}}",
        new String(header, StandardCharsets.UTF_8).strip());
    for (int i = 1; i <= 7; i++) {
      assertEquals(i, bytes.getFloat());
    }
    assertEquals(0, bytes.remaining());
  }

  @Test
  void add_sizesThatDoNotFit_isRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> writer.add("a", new float[] {1, 2}, 3, 1));
    assertEquals("tensor a: expected 3 values, found 2", e.getMessage());
  }

  @Test
  void add_sameNameTwice_isRefused() {
    writer.add("a", new float[1], 1);
    assertThrows(IllegalArgumentException.class, () -> writer.add("a", new float[1], 1));
  }
}
