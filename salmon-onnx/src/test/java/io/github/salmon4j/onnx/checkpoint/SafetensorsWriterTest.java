package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }

  @Test
  void write_twoTensors_bytesOfThePythonLibrary() throws Exception {
    new SafetensorsWriter().add("b", floats(1, 2), 2, 1).add("a", floats(-3), 1).write(file());
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
    int padded = (header.length() + 7) / 8 * 8;
    byte[] expected =
        ByteBuffer.allocate(8 + padded + 12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8))
            .putFloat(-3)
            .putFloat(1)
            .putFloat(2)
            .array();
    assertTrue(padded > header.length());
    assertArrayEquals(expected, Files.readAllBytes(file()));
    assertEquals(List.of(file()), files());
  }

  @Test
  void write_scalarsAndEmptyTensors_areReadBack() {
    new SafetensorsWriter().add("scalar", floats(5)).add("empty", floats(), 3, 0).write(file());
    SafetensorsFile read = SafetensorsFile.open(file());
    assertEquals(List.of(), read.tensors().get("scalar").shape());
    assertEquals(List.of(3L, 0L), read.tensors().get("empty").shape());
  }

  private enum Kind {
    HEAP,
    BIG_ENDIAN,
    LITTLE_ENDIAN,
    PART_OF_ANOTHER,
    READ_ONLY;

    FloatBuffer of(float[] values) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES);
      return switch (this) {
        case HEAP -> FloatBuffer.wrap(values);
        case BIG_ENDIAN -> bytes.order(ByteOrder.BIG_ENDIAN).asFloatBuffer().put(values).flip();
        case LITTLE_ENDIAN ->
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values).flip();
        case PART_OF_ANOTHER -> {
          FloatBuffer more = FloatBuffer.allocate(values.length + 5);
          yield more.position(2).put(values).flip().position(2);
        }
        case READ_ONLY -> FloatBuffer.wrap(values).asReadOnlyBuffer();
      };
    }
  }

  /** More than a chunk, of any bits: NaNs keep theirs, too. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void write_anyBufferAndAnyBits_areReadBackBitForBit(Kind kind) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[(1 << 18) + 1000];
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = random.nextInt() | 0x400000; // signaling NaNs are made quiet by some machines
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    FloatBuffer buffer = kind.of(values);
    int position = buffer.position();
    new SafetensorsWriter().add("all", buffer, values.length).write(file());
    assertEquals(position, buffer.position());
    FloatBuffer read =
        SafetensorsFile.open(file()).tensors().get("all").asWeight(values.length).floats();
    for (int i = 0; i < values.length; i++) {
      assertEquals(bits[i], Float.floatToRawIntBits(read.get(i)));
    }
  }

  @Test
  void write_again_replacesTheFile() throws Exception {
    Files.writeString(file(), "something else");
    SafetensorsWriter writer = new SafetensorsWriter().add("a", floats(1), 1);
    writer.write(file());
    byte[] first = Files.readAllBytes(file());
    writer.write(file());
    assertArrayEquals(first, Files.readAllBytes(file()));
    assertEquals(List.of(file()), files());
  }

  @Test
  void write_whereNothingCanBe_saysSoAndLeavesNothing() throws Exception {
    SafetensorsWriter writer = new SafetensorsWriter().add("a", floats(1), 1);
    Path nowhere = folder.resolve("missing/model.safetensors");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> writer.write(nowhere));
    assertTrue(e.getMessage().startsWith(nowhere + ": expected to be written, found "));
    Files.createDirectories(file().resolve("full"));
    assertThrows(UncheckedIOException.class, () -> writer.write(file()));
    assertEquals(List.of(file()), files());
    assertFalse(Files.isRegularFile(file()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "__metadata__", "used"})
  void add_nameThatCannotBe_isRefused(String name) {
    SafetensorsWriter writer = new SafetensorsWriter().add("used", floats(1), 1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> writer.add(name, floats(1), 1));
    assertEquals(
        "tensor name: expected one that is not yet used, not empty and not __metadata__, found '"
            + name
            + "'",
        e.getMessage());
  }

  @Test
  void add_shapeOfAnotherSize_isRefused() {
    SafetensorsWriter writer = new SafetensorsWriter();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> writer.add("a", floats(1, 2, 3), 2, 2));
    assertEquals("elements of a[2, 2]: expected 4, found 3", e.getMessage());
    long wrapsToThree = 7_378_697_629_483_820_647L; // times 5, in 64 bits
    for (long[] shape :
        new long[][] {{5, wrapsToThree}, {-1}, {-1, -3}, {1L << 62, 4}, {1L << 31}, {}}) {
      assertThrows(IllegalArgumentException.class, () -> writer.add("a", floats(1, 2, 3), shape));
    }
  }
}
