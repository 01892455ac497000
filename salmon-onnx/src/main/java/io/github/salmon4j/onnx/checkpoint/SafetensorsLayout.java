package io.github.salmon4j.onnx.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The header of a safetensors file that is about to be written. */
final class SafetensorsLayout {

  /** Where data begins in the cache, so that mapped vectors can be loaded aligned. */
  private static final int CACHE_ALIGNMENT = 64;

  /** Where data begins in files of the Python library. */
  private static final int ALIGNMENT = 8;

  private static final int LENGTH_BYTES = 8;

  private SafetensorsLayout() {}

  /**
   * {@return the JSON header, padded; the tensors' f32 elements follow in the order given}
   *
   * @param tensors names and shapes; their present types and places do not matter
   */
  static byte[] header(Collection<TensorEntry> tensors) {
    return aligned(
        tensors.stream()
            .map(tensor -> new Planned(tensor.name(), StoredType.F32, tensor.shape()))
            .toList());
  }

  /**
   * A tensor to be written.
   *
   * @param name as in the header
   * @param type of whole bytes
   * @param shape outermost dimension first
   */
  record Planned(String name, StoredType type, List<Long> shape) {

    long byteLength() {
      return shape.stream().reduce((long) type.bits() / Byte.SIZE, Math::multiplyExact);
    }
  }

  /** {@return the JSON header, padded; the tensors' elements follow in the order given} */
  static byte[] aligned(List<Planned> tensors) {
    return header(tensors, CACHE_ALIGNMENT);
  }

  /**
   * {@return the header that the Python library writes, if it is given the names in its order}
   *
   * @param shapes the tensors' shapes by name
   */
  static byte[] header(Map<String, List<Long>> shapes) {
    List<Planned> tensors = new ArrayList<>();
    shapes.forEach((name, shape) -> tensors.add(new Planned(name, StoredType.F32, shape)));
    return header(tensors, ALIGNMENT);
  }

  private static byte[] header(List<Planned> tensors, int alignment) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Planned tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      long end = offset + tensor.byteLength();
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = new JsonMapper().writeValueAsString(root);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-(LENGTH_BYTES + bytes.length), alignment);
    return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** {@return what stands before the header: its length} */
  static ByteBuffer lengthOf(byte[] header) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, header.length);
  }
}
