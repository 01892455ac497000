package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorEntryTest {

  @TempDir Path folder;

  private TensorEntry written(ElementType type, int bytesBefore, float... values) {
    Path path = folder.resolve(type + "-" + bytesBefore);
    new SafetensorsBytes()
        .add("before", "U8", List.of((long) bytesBefore), new byte[bytesBefore])
        .add("it", type, List.of((long) values.length), values)
        .write(path);
    return SafetensorsFile.open(path).tensors().get("it").asWeightOfAnyShape();
  }

  private static float[] array(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void floats_eachType_values(ElementType type) {
    float[] values = {1, -2.5f, 0, 0.125f};
    assertArrayEquals(values, array(written(type, 0, values).floats()));
  }

  @ParameterizedTest
  @EnumSource
  void floats_eachType_directReadOnlyLittleEndian(ElementType type) {
    FloatBuffer floats = written(type, 0, 1, 2).floats();
    assertTrue(floats.isDirect());
    assertTrue(floats.isReadOnly());
    assertEquals(ByteOrder.LITTLE_ENDIAN, floats.order());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void floats_anyAlignment_values(int bytesBefore) {
    for (ElementType type : ElementType.values()) {
      FloatBuffer floats = written(type, bytesBefore, 3, -4).floats();
      assertArrayEquals(new float[] {3, -4}, array(floats));
    }
  }

  @ParameterizedTest
  @EnumSource
  void floats_aRange_onlyThose(ElementType type) {
    TensorEntry tensor = written(type, 0, 1, 2, 3, 4, 5);
    assertArrayEquals(new float[] {2, 3, 4}, array(tensor.floats(1, 3)));
    assertEquals(0, tensor.floats(5, 0).remaining());
  }

  @Test
  void floats_emptyTensor_isEmpty() {
    assertEquals(0, written(ElementType.F32, 0).floats().remaining());
  }

  @Test
  void floats_outsideTheTensor_isRefused() {
    TensorEntry tensor = written(ElementType.F32, 0, 1, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.floats(1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.floats(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.floats(Long.MAX_VALUE, 1));
  }

  @Test
  void floats_moreThanABufferHolds_isRefusedBeforeReading() {
    long count = 1L << 29;
    TensorEntry tensor =
        new TensorEntry("huge", ElementType.BF16, List.of(count), Path.of("none"), 0, 2 * count);
    assertThrows(IllegalStateException.class, tensor::floats);
  }

  @Test
  void floats_fileGone_isIoFailure() throws Exception {
    TensorEntry tensor = written(ElementType.F32, 0, 1);
    Files.delete(tensor.file());
    assertThrows(UncheckedIOException.class, tensor::floats);
  }

  @Test
  void floats_fileCutShort_isIoFailure() throws Exception {
    TensorEntry tensor = written(ElementType.F16, 0, 1, 2);
    byte[] bytes = Files.readAllBytes(tensor.file());
    Files.write(tensor.file(), Arrays.copyOf(bytes, bytes.length - 1));
    assertThrows(UncheckedIOException.class, tensor::floats);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 300_000, 524_288})
  void copyTo_anySize_isWhatFloatsHolds(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i - 0.5f;
    }
    FloatBuffer copy = FloatBuffer.allocate(size + 1).position(1);
    written(ElementType.F32, 3, values).copyTo(copy);
    assertEquals(0, copy.remaining());
    assertArrayEquals(values, Arrays.copyOfRange(copy.array(), 1, size + 1));
  }

  @Test
  void copyTo_otherTypesOrTooLittleRoom_isRefused() {
    FloatBuffer room = FloatBuffer.allocate(2);
    TensorEntry half = written(ElementType.F16, 0, 1, 2);
    assertThrows(IllegalStateException.class, () -> half.copyTo(room));
    TensorEntry three = written(ElementType.F32, 0, 1, 2, 3);
    assertThrows(BufferOverflowException.class, () -> three.copyTo(room));
  }

  @Test
  void copyTo_fileCutShort_isIoFailure() throws Exception {
    TensorEntry tensor = written(ElementType.F32, 0, 1, 2);
    byte[] bytes = Files.readAllBytes(tensor.file());
    Files.write(tensor.file(), Arrays.copyOf(bytes, bytes.length - 1));
    FloatBuffer room = FloatBuffer.allocate(2);
    assertThrows(UncheckedIOException.class, () -> tensor.copyTo(room));
  }

  @Test
  void constructor_lengthThatIsNotTheShapes_isRefused() {
    List<Long> shape = List.of(2L, 3L);
    Path file = Path.of("f");
    assertThrows(
        IllegalArgumentException.class,
        () -> new TensorEntry("x", ElementType.F32, shape, file, 0, 12));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TensorEntry("x", ElementType.F32, shape, file, -1, 24));
    List<Long> negative = List.of(-2L, -3L);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TensorEntry("x", ElementType.F32, negative, file, 0, 24));
    List<Long> overflowing = List.of(1L << 62, 4L);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TensorEntry("x", ElementType.F32, overflowing, file, 0, 0));
  }

  @Test
  void constructor_copiesTheShape() {
    List<Long> shape = new ArrayList<>(List.of(1L));
    TensorEntry tensor = new TensorEntry("x", ElementType.F32, shape, Path.of("f"), 0, 4);
    shape.set(0, 2L);
    assertEquals(List.of(1L), tensor.shape());
    assertFalse(tensor.shape().equals(shape));
  }
}
