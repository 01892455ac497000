package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Field by field against protobuf's own writer. */
class WireWriterPropertyTest {

  /** The largest field number that protobuf allows. */
  private static final int MAX_FIELD = (1 << 29) - 1;

  private interface Protobuf {
    void write(CodedOutputStream out) throws IOException;
  }

  @Property
  void integer_anyNumber_isProtobufsVarint(
      @ForAll @IntRange(min = 1, max = MAX_FIELD) int field, @ForAll long value) {
    assertSameBytes(out -> out.integer(field, value), out -> out.writeInt64(field, value));
  }

  @Property
  void integer_powersOfTwo_changeLengthWhereProtobufDoes(
      @ForAll @IntRange(max = 63) int exponent, @ForAll @IntRange(min = -1, max = 1) int more) {
    long value = (1L << exponent) + more;
    assertSameBytes(out -> out.integer(1, value), out -> out.writeInt64(1, value));
    assertSameBytes(out -> out.integer(1, -value), out -> out.writeInt64(1, -value));
  }

  @Property
  void real_anyNumber_isFourBytesLittleEndian(
      @ForAll @IntRange(min = 1, max = MAX_FIELD) int field, @ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    assertSameBytes(out -> out.real(field, value), out -> out.writeFloat(field, value));
  }

  @Property
  void text_anyCharacters_isLengthAndUtf8(
      @ForAll @IntRange(min = 1, max = MAX_FIELD) int field, @ForAll String value) {
    String characters = value.replaceAll("[\\ud800-\\udfff]", "x"); // protobuf refuses lone halves
    assertSameBytes(out -> out.text(field, characters), out -> out.writeString(field, characters));
  }

  @Property
  void bytes_anyLength_isLengthAndBytes(
      @ForAll @IntRange(min = 1, max = MAX_FIELD) int field, @ForAll byte[] value) {
    assertSameBytes(
        out -> out.bytes(field, value), out -> out.writeBytes(field, ByteString.copyFrom(value)));
  }

  @Property(tries = 200)
  void message_fieldsWithin_isTheirBytesBehindALength(
      @ForAll @IntRange(min = 1, max = MAX_FIELD) int field,
      @ForAll long number,
      @ForAll byte[] content) {
    byte[] inner =
        protobuf(
            out -> {
              out.writeInt64(1, number);
              out.writeByteArray(9, content);
            });
    assertSameBytes(
        out ->
            out.message(
                field,
                message -> {
                  message.integer(1, number);
                  message.bytes(9, content);
                }),
        out -> out.writeByteArray(field, inner));
  }

  private static void assertSameBytes(Consumer<WireWriter> ours, Protobuf theirs) {
    WireWriter out = new WireWriter();
    ours.accept(out);
    assertArrayEquals(protobuf(theirs), out.toByteArray());
  }

  private static byte[] protobuf(Protobuf content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.write(out);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
