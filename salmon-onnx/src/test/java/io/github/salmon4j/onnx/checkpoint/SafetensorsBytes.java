package io.github.salmon4j.onnx.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds safetensors files byte by byte, right ones and wrong ones. */
final class SafetensorsBytes {

  private final List<String> entries = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Adds a tensor whose data is given as it is to be stored. */
  SafetensorsBytes add(String name, String type, List<Long> shape, byte[] bytes) {
    int begin = data.size();
    data.writeBytes(bytes);
    entries.add(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
            .formatted(name, type, shape, begin, data.size()));
    return this;
  }

  /** Adds a tensor of floats, which the type must be able to hold exactly. */
  SafetensorsBytes add(String name, ElementType type, List<Long> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(float16(value));
        case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
      }
    }
    return add(name, type.name(), shape, bytes.array());
  }

  byte[] build() {
    return file("{" + String.join(",", entries) + "}", data.toByteArray());
  }

  void write(Path file) {
    try {
      Files.write(file, build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with this header and this data, whatever they say. */
  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] file(byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  /** Reads a file that exists in memory only. */
  static SafetensorsFile read(byte[] bytes) {
    try {
      return SafetensorsFile.read(
          Path.of("memory.safetensors"),
          Channels.newChannel(new ByteArrayInputStream(bytes)),
          bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rounds down a float that binary16 holds exactly: enough for small test values. */
  private static short float16(float value) {
    for (int bits = 0; bits < 1 << 16; bits++) {
      if (HalfFloats.float16Bits((short) bits) == Float.floatToRawIntBits(value)) {
        return (short) bits;
      }
    }
    throw new IllegalArgumentException("no binary16: " + value);
  }
}
