package io.github.salmon4j.aquarium;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes float32 tensors as a safetensors file: the length of a JSON header in 8 bytes, the header,
 * the numbers, all little-endian. For files that fit into memory several times over.
 */
public final class SafetensorsWriter {

  /** Readers map the numbers, so they begin at a multiple of this. */
  private static final int ALIGNMENT = 8;

  private final ObjectNode header = JsonMapper.shared().createObjectNode();
  private final List<float[]> tensors = new ArrayList<>();
  private int dataBytes;

  /**
   * Adds a tensor behind those added before.
   *
   * @param name its name, not used before
   * @param values its values, row-major; not copied
   * @param shape its sizes, with as many elements in all as there are values
   * @throws IllegalArgumentException if the name is used or the sizes do not fit
   */
  public void add(String name, float[] values, int... shape) {
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "tensor " + name + ": expected " + elements + " values, found " + values.length);
    }
    if (header.has(name)) {
      throw new IllegalArgumentException("tensor " + name + ": expected a new name, found it used");
    }
    ObjectNode entry = header.putObject(name).put("dtype", "F32");
    ArrayNode sizes = entry.putArray("shape");
    Arrays.stream(shape).forEach(sizes::add);
    int end = Math.addExact(dataBytes, Math.multiplyExact(values.length, Float.BYTES));
    entry.putArray("data_offsets").add(dataBytes).add(end);
    tensors.add(values);
    dataBytes = end;
  }

  /**
   * Writes all tensors, replacing what is there.
   *
   * @param file where to; its folder must exist
   */
  public void write(Path file) throws IOException {
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int headerBytes = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + headerBytes + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(headerBytes)
        .put(json)
        .put(" ".repeat(headerBytes - json.length).getBytes(StandardCharsets.UTF_8));
    for (float[] values : tensors) {
      bytes.asFloatBuffer().put(values);
      bytes.position(bytes.position() + values.length * Float.BYTES);
    }
    Files.write(file, bytes.array());
  }
}
