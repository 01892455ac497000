package io.github.salmon4j.onnx.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The header of a safetensors file of f32 tensors that is about to be written. */
final class SafetensorsLayout {

  /** Data begins at a multiple of this, so that mapped vectors can be loaded aligned. */
  private static final int ALIGNMENT = 64;

  private static final int LENGTH_BYTES = 8;

  private SafetensorsLayout() {}

  /**
   * {@return the JSON header, padded; the tensors' f32 elements follow in the order given}
   *
   * @param tensors names and shapes; their present types and places do not matter
   */
  static byte[] header(Collection<TensorEntry> tensors) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (TensorEntry tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", StoredType.F32.name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      long end = offset + tensor.elementCount() * Float.BYTES;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = new JsonMapper().writeValueAsString(root);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-(LENGTH_BYTES + bytes.length), ALIGNMENT);
    return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** {@return what stands before the header: its length} */
  static ByteBuffer lengthOf(byte[] header) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, header.length);
  }
}
