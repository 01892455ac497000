package io.github.salmon4j.onnx.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The header of a safetensors file of f32 tensors that is about to be written. */
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
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    tensors.forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    return header(shapes, CACHE_ALIGNMENT);
  }

  /**
   * {@return the header that the Python library writes, if it is given the names in its order}
   *
   * @param shapes the tensors' shapes by name
   */
  static byte[] header(Map<String, List<Long>> shapes) {
    return header(shapes, ALIGNMENT);
  }

  private static byte[] header(Map<String, List<Long>> shapes, int alignment) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      ObjectNode entry = root.putObject(tensor.getKey());
      entry.put("dtype", StoredType.F32.name());
      ArrayNode shape = entry.putArray("shape");
      tensor.getValue().forEach(shape::add);
      long end = offset + Float.BYTES * tensor.getValue().stream().reduce(1L, (a, b) -> a * b);
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
