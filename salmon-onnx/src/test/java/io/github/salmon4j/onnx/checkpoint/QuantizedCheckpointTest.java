package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Bytes;
import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Place;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedCheckpointTest {

  private static final String DOWN = "model.layers.1.mlp.down_proj.weight"; // [4, 6]

  @TempDir Path folder;

  private final TinyModel model = TinyModel.llama();
  private Path source;
  private Path cache;

  @BeforeEach
  void makeFolders() throws Exception {
    source = Files.createDirectory(folder.resolve("model"));
    cache = folder.resolve("cache");
  }

  private QuantizedCheckpoint made(WeightPrecision precision, Bytes bytes) {
    return QuantizedCheckpoint.of(Checkpoint.open(source), precision, bytes, cache);
  }

  private List<Path> cached() throws Exception {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private void put(String name, int element, float value) throws Exception {
    TensorEntry tensor = Checkpoint.open(source).tensor(name, model.shape(name));
    try (RandomAccessFile file = new RandomAccessFile(tensor.file().toFile(), "rw")) {
      file.seek(tensor.offset() + (long) element * Float.BYTES);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
    }
  }

  private static byte[] bytes(QuantizedCheckpoint checkpoint, Place place) throws Exception {
    byte[] all = Files.readAllBytes(checkpoint.folder().resolve(checkpoint.location()));
    return Arrays.copyOfRange(all, (int) place.offset(), (int) (place.offset() + place.length()));
  }

  private static float[] floats(QuantizedCheckpoint checkpoint, Place place) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(checkpoint, place)).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }

  @ParameterizedTest
  @EnumSource(Bytes.class)
  void int8_codesAreNearestMultiplesOfTheRowsScale(Bytes type) throws Exception {
    model.write(source);
    WeightPrecision int8 = WeightPrecision.int8();
    QuantizedCheckpoint found = made(int8, type);
    float[] values = model.values(DOWN);
    float[] scales = floats(found, found.scales(List.of(DOWN)));
    byte[] codes = bytes(found, found.codes(List.of(DOWN), int8, type));
    assertEquals(4, scales.length);
    assertEquals(24, codes.length);
    for (int o = 0; o < 4; o++) {
      float largest = 0;
      for (int i = 0; i < 6; i++) {
        largest = Math.max(largest, Math.abs(values[o * 6 + i]));
      }
      assertEquals(largest / 127, scales[o]);
      for (int i = 0; i < 6; i++) {
        int code = type == Bytes.SIGNED ? codes[i * 4 + o] : (codes[i * 4 + o] & 0xff) - 128;
        assertEquals(Math.rint(values[o * 6 + i] / scales[o]), code, "row " + o + ", column " + i);
      }
    }
  }

  @Test
  void int4_codesAreNearestMultiplesOfTheBlocksScale() throws Exception {
    model.write(source);
    put(DOWN, 3, -4);
    put(DOWN, 4, 3.99f); // as far from 0 on the other side: no code is left for it
    WeightPrecision int4 = WeightPrecision.int4();
    QuantizedCheckpoint found = made(int4, Bytes.SIGNED);
    float[] values = model.values(DOWN);
    values[3] = -4;
    values[4] = 3.99f;
    float[] scales = floats(found, found.scales(List.of(DOWN)));
    byte[] codes = bytes(found, found.codes(List.of(DOWN), int4, Bytes.SIGNED));
    assertEquals(4, scales.length);
    assertEquals(4 * 32, codes.length);
    for (int o = 0; o < 4; o++) {
      float extreme = 0;
      for (int i = 0; i < 6; i++) {
        extreme = Math.abs(values[o * 6 + i]) > Math.abs(extreme) ? values[o * 6 + i] : extreme;
      }
      assertEquals(extreme / -8, scales[o]);
      for (int i = 0; i < 64; i++) {
        int code = (codes[o * 32 + i / 2] >> (i % 2 == 0 ? 0 : 4) & 0xf) - 8;
        double expected = i < 6 ? Math.min(7, Math.rint(values[o * 6 + i] / scales[o])) : 0;
        assertEquals(expected, code, "row " + o + ", column " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4"})
  void matricesThatReadTheSame_areOneAboveTheOther(String name) throws Exception {
    WeightPrecision precision =
        name.equals("int8") ? WeightPrecision.int8() : WeightPrecision.int4();
    model.write(source);
    QuantizedCheckpoint found = made(precision, Bytes.SIGNED);
    List<String> names =
        Projection.ATTENTION_INPUTS.stream().map(projection -> projection.weightIn(1)).toList();
    float[] scales = floats(found, found.scales(names));
    byte[] codes = bytes(found, found.codes(names, precision, Bytes.SIGNED));
    int above = 0;
    for (String matrix : names) {
      int rows = (int) model.shape(matrix)[0];
      float[] values = model.values(matrix);
      for (int row = 0; row < rows; row++) {
        int o = above + row;
        for (int i = 0; i < 4; i++) {
          int code =
              name.equals("int8")
                  ? codes[i * scales.length + o]
                  : (codes[o * 32 + i / 2] >> (i % 2 == 0 ? 0 : 4) & 0xf) - 8;
          double exact = values[row * 4 + i] / scales[o];
          double expected = name.equals("int8") ? Math.rint(exact) : Math.min(7, Math.rint(exact));
          assertEquals(expected, code, matrix + ", row " + row + ", column " + i);
        }
      }
      above += rows;
    }
    assertEquals(above, scales.length);
    assertThrows(ModelFormatException.class, () -> found.scales(names.subList(0, 1)));
  }

  @Test
  void notFinite_inALowerMatrix_isNamedByItsOwnRow() throws Exception {
    model.write(source);
    String values = Projection.V.weightIn(0);
    put(values, 1, Float.NaN);
    String message =
        assertThrows(ModelFormatException.class, () -> made(WeightPrecision.int8(), Bytes.SIGNED))
            .getMessage();
    assertTrue(
        message.endsWith(values + ": expected finite numbers, found NaN in row 0, column 1"),
        message);
  }

  @Test
  void zeros_areCodesOfZeroUnderAnyScale() {
    assertEquals(0, MatrixCodes.code(0, 0, -8, 7));
    assertEquals(0, MatrixCodes.code(0, 0.5f, -8, 7));
    assertEquals(-8, MatrixCodes.code(-9, 1, -8, 7));
    assertEquals(2, MatrixCodes.code(2.5f, 1, -8, 7));
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void halfTypes_giveTheCodesOfFloat32(ElementType type) throws Exception {
    WeightPrecision int8 = WeightPrecision.int8();
    model.write(source);
    QuantizedCheckpoint expected = made(int8, Bytes.SIGNED);
    model.stored(type).write(source);
    QuantizedCheckpoint found = made(int8, Bytes.SIGNED);
    assertNotEquals(expected.location(), found.location());
    assertArrayEquals(
        bytes(expected, expected.codes(List.of(DOWN), int8, Bytes.SIGNED)),
        bytes(found, found.codes(List.of(DOWN), int8, Bytes.SIGNED)));
    String norm = "model.norm.weight";
    assertArrayEquals(model.values(norm), floats(found, found.floats(norm)));
    assertEquals(2, cached().size());
  }

  @Test
  void matrices_haveNoFloats() {
    model.write(source);
    QuantizedCheckpoint found = made(WeightPrecision.int8(), Bytes.SIGNED);
    assertThrows(ModelFormatException.class, () -> found.floats(DOWN));
    assertThrows(ModelFormatException.class, () -> found.floats("lm_head.weight"));
    assertEquals(6 * 4 * 4, found.floats("model.embed_tokens.weight").length());
    assertEquals(6 * 4, found.scales(List.of("lm_head.weight")).length());
  }

  @Test
  void tiedHead_isThereAsFloatsAndAsCodes() {
    model.with("tie_word_embeddings", "true").without("lm_head.weight").write(source);
    QuantizedCheckpoint found = made(WeightPrecision.int8(), Bytes.SIGNED);
    String embedding = "model.embed_tokens.weight";
    assertEquals(6 * 4 * 4, found.floats(embedding).length());
    assertEquals(
        6 * 4, found.codes(List.of(embedding), WeightPrecision.int8(), Bytes.SIGNED).length());
  }

  @Test
  void secondTime_theFileIsUsedAgain() throws Exception {
    model.write(source);
    made(WeightPrecision.int8(), Bytes.SIGNED);
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(cached().get(0), longAgo);
    made(WeightPrecision.int8(), Bytes.SIGNED);
    assertEquals(List.of(longAgo), List.of(Files.getLastModifiedTime(cached().get(0))));
  }

  @Test
  void eachPrecisionAndSourceHasItsOwnFile() throws Exception {
    model.write(source);
    made(WeightPrecision.int8(), Bytes.SIGNED);
    made(WeightPrecision.int8(), Bytes.UNSIGNED);
    made(WeightPrecision.int4(), Bytes.SIGNED);
    made(WeightPrecision.int4(128), Bytes.SIGNED);
    assertEquals(4, cached().size());
    Files.setLastModifiedTime(source.resolve("model.safetensors"), FileTime.fromMillis(2_000_000));
    made(WeightPrecision.int8(), Bytes.SIGNED);
    assertEquals(5, cached().size());
  }

  @Test
  void damagedFile_isMadeAgain() throws Exception {
    model.write(source);
    QuantizedCheckpoint first = made(WeightPrecision.int8(), Bytes.SIGNED);
    byte[] whole = Files.readAllBytes(cached().get(0));
    try (RandomAccessFile file = new RandomAccessFile(cached().get(0).toFile(), "rw")) {
      file.setLength(file.length() - 3);
    }
    QuantizedCheckpoint second = made(WeightPrecision.int8(), Bytes.SIGNED);
    assertEquals(first.location(), second.location());
    assertArrayEquals(whole, Files.readAllBytes(cached().get(0)));
  }

  @Test
  void notFinite_isRefusedByPlaceAndLeavesNothing() throws Exception {
    model.write(source);
    put(DOWN, 2 * 6 + 5, Float.POSITIVE_INFINITY);
    String message =
        assertThrows(ModelFormatException.class, () -> made(WeightPrecision.int8(), Bytes.SIGNED))
            .getMessage();
    assertTrue(
        message.endsWith(DOWN + ": expected finite numbers, found Infinity in row 2, column 5"),
        message);
    assertEquals(List.of(), cached());
  }

  @Test
  void manyRows_areEncodedAsOne() throws Exception {
    model.with("vocab_size", "70000").with("tie_word_embeddings", "true");
    model.without("lm_head.weight").tensor("model.embed_tokens.weight", 70_000, 4).write(source);
    WeightPrecision int8 = WeightPrecision.int8();
    String embedding = "model.embed_tokens.weight";
    QuantizedCheckpoint found = made(int8, Bytes.SIGNED);
    byte[] codes = bytes(found, found.codes(List.of(embedding), int8, Bytes.SIGNED));
    float[] scales = floats(found, found.scales(List.of(embedding)));
    float[] values = model.values(embedding);
    for (int o = 0; o < 70_000; o++) {
      for (int i = 0; i < 4; i++) {
        double value = codes[i * 70_000 + o] * (double) scales[o];
        assertEquals(values[o * 4 + i], value, scales[o] * 0.5001, "row " + o);
      }
    }
  }

  @Test
  void float32_isRefused() {
    model.write(source);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> made(WeightPrecision.float32(), Bytes.SIGNED))
            .getMessage();
    assertEquals("precision: expected int8 or int4, found float32", message);
  }
}
