package io.github.salmon4j.core.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's records as bytes: protocol buffer messages of type {@code Event}, each in the frame
 * of a TFRecord. Source: {@code event.proto}, {@code summary.proto} and {@code record_writer.h} of
 * TensorFlow.
 */
final class EventBytes {

  /** What every file of events begins with: the layout that readers know. */
  static final String FILE_VERSION = "brain.Event:2";

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int SESSION_START = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private EventBytes() {}

  /** {@return the record that opens a file} */
  static byte[] fileVersion(double wallTime) {
    return framed(event(wallTime, 0).bytes(3, FILE_VERSION.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@return the record that says: forget this step and later ones, the run starts again there} */
  static byte[] sessionStart(double wallTime, long step) {
    EventBytes log = new EventBytes().tag(1, VARINT).varint(SESSION_START);
    return framed(event(wallTime, step).bytes(7, log.toByteArray()));
  }

  /** {@return the record of a step's numbers, in their order} */
  static byte[] summary(double wallTime, Metrics metrics) {
    EventBytes summary = new EventBytes();
    for (Map.Entry<String, Double> metric : metrics.values().entrySet()) {
      EventBytes value =
          new EventBytes()
              .bytes(1, metric.getKey().getBytes(StandardCharsets.UTF_8))
              .tag(2, FIXED_32)
              .int32(Float.floatToIntBits(metric.getValue().floatValue()));
      summary.bytes(1, value.toByteArray());
    }
    return framed(event(wallTime, metrics.step()).bytes(5, summary.toByteArray()));
  }

  /** A step of 0 is the default, and defaults are left out. */
  private static EventBytes event(double wallTime, long step) {
    EventBytes event = new EventBytes().tag(1, FIXED_64).int64(Double.doubleToLongBits(wallTime));
    return step == 0 ? event : event.tag(2, VARINT).varint(step);
  }

  /** Length, its checksum, data, their checksum: all little-endian. */
  private static byte[] framed(EventBytes message) {
    byte[] data = message.toByteArray();
    byte[] length = new EventBytes().int64(data.length).toByteArray();
    EventBytes record = new EventBytes().int64(data.length).int32(maskedChecksum(length));
    record.out.writeBytes(data);
    return record.int32(maskedChecksum(data)).toByteArray();
  }

  /** Rotated and shifted, since a checksum of data that hold their own checksum says little. */
  private static int maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }

  private EventBytes tag(int field, int wireType) {
    return varint(((long) field << 3) | wireType);
  }

  private EventBytes bytes(int field, byte[] value) {
    tag(field, BYTES).varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private EventBytes varint(long value) {
    long left = value;
    for (; (left & ~0x7fL) != 0; left >>>= 7) {
      out.write((int) ((left & 0x7f) | 0x80));
    }
    out.write((int) left);
    return this;
  }

  private EventBytes int32(int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  private EventBytes int64(long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  private byte[] toByteArray() {
    return out.toByteArray();
  }
}
