package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever happens to a file's bytes, it is read or refused, and nothing is allocated on trust. */
class SafetensorsPropertyTest {

  private static final byte[] WHOLE =
      new SafetensorsBytes()
          .add("x", ElementType.F32, List.of(2L, 2L), 1, 2, 3, 4)
          .add("y", ElementType.F16, List.of(3L), 5, 6, 7)
          .add("z", "I64", List.of(), new byte[8])
          .build();

  private static void readOrRefuse(byte[] bytes) {
    try {
      for (StoredTensor tensor : SafetensorsBytes.read(bytes).tensors().values()) {
        assertEquals(true, tensor.offset() + tensor.byteLength() <= bytes.length);
      }
    } catch (ModelFormatException expected) {
      // A refusal is as good as a success; any other exception fails the property.
    }
  }

  @Property(tries = 3000)
  void mutatedBytes(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 255) Integer> places,
      @ForAll byte value) {
    byte[] bytes = WHOLE.clone();
    places.forEach(place -> bytes[place % bytes.length] = value);
    readOrRefuse(bytes);
  }

  /** Characters that JSON cares about hit the grammar more often than any byte does. */
  @Property(tries = 3000)
  void mutatedGrammar(@ForAll @IntRange(min = 8, max = 170) int place, @ForAll("marks") char mark) {
    byte[] bytes = WHOLE.clone();
    bytes[place] = (byte) mark;
    readOrRefuse(bytes);
  }

  @Provide
  Arbitrary<Character> marks() {
    return Arbitraries.of('{', '}', '[', ']', ',', ':', '"', '-', '.', 'e', '9', ' ');
  }

  @Property
  void truncated(@ForAll @IntRange(max = 255) int length) {
    readOrRefuse(Arrays.copyOf(WHOLE, Math.min(length, WHOLE.length - 1)));
  }

  @Property
  void anyClaimedHeaderLength(@ForAll long length) {
    byte[] bytes = WHOLE.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    readOrRefuse(bytes);
  }

  @Property
  void anyClaimedSizes(@ForAll long dimension, @ForAll long begin, @ForAll long end) {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d,4],\"data_offsets\":[%d,%d]}}"
            .formatted(dimension, begin, end);
    readOrRefuse(SafetensorsBytes.file(header, new byte[64]));
  }

  @Property
  void anyTensor_isReadBackAsWritten(
      @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> shape,
      @ForAll @ByteRange(min = 0, max = 3) byte before) {
    List<Long> sizes = shape.stream().map(Integer::longValue).toList();
    long count = sizes.stream().reduce(1L, (a, b) -> a * b);
    byte[] bytes =
        new SafetensorsBytes()
            .add("before", "U8", List.of((long) before), new byte[before])
            .add("it", "BF16", sizes, new byte[(int) count * 2])
            .build();
    StoredTensor tensor = SafetensorsBytes.read(bytes).tensors().get("it");
    assertEquals(sizes, tensor.shape());
    assertEquals(bytes.length - count * 2, tensor.offset());
    assertEquals(count, tensor.asWeightOfAnyShape().elementCount());
  }
}
