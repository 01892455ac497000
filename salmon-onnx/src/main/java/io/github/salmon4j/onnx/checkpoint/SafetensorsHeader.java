package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON header of a safetensors file, as strictly as the format's own reader: the tensors
 * lie one behind the other and fill the rest of the file, without holes or overlaps.
 */
final class SafetensorsHeader {

  private static final String METADATA = "__metadata__";

  private final Path file;
  private final long dataStart;
  private final long dataLength;

  private SafetensorsHeader(Path file, long dataStart, long dataLength) {
    this.file = file;
    this.dataStart = dataStart;
    this.dataLength = dataLength;
  }

  /**
   * {@return the tensors by name, in the header's order}
   *
   * @param file the file's real path
   * @param header the header, in UTF-8
   * @param dataStart where the data begins, in bytes from the start of the file
   * @param dataLength how many bytes of data the file holds
   */
  static Map<String, StoredTensor> parse(
      Path file, byte[] header, long dataStart, long dataLength) {
    if (header.length == 0 || header[0] != '{') {
      throw new ModelFormatException(
          file, "byte 8", "a header that begins with {", "another character or none");
    }
    return new SafetensorsHeader(file, dataStart, dataLength)
        .tensors(JsonObject.parse(file, header));
  }

  private Map<String, StoredTensor> tensors(JsonObject header) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (String name : header.keys()) {
      JsonObject entry =
          header.object(name).orElseThrow(() -> header.fault(name, "an object", "null"));
      if (name.equals(METADATA)) {
        entry.keys().forEach(entry::text);
      } else {
        tensors.put(name, tensor(name, entry));
      }
    }
    requireFullCover(tensors.values());
    return tensors;
  }

  private StoredTensor tensor(String name, JsonObject entry) {
    String typeName = entry.text("dtype");
    StoredType type =
        StoredType.named(typeName)
            .orElseThrow(() -> entry.fault("dtype", "a safetensors type", typeName));
    List<Long> shape = entry.sizes("shape");
    List<Long> span = entry.sizes("data_offsets");
    if (entry.keys().size() != 3) {
      throw entry.fault("keys", "dtype, shape and data_offsets", entry.keys().toString());
    }
    if (span.size() != 2 || span.get(0) > span.get(1) || span.get(1) > dataLength) {
      throw entry.fault(
          "data_offsets", "[begin, end] within " + dataLength + " bytes of data", span.toString());
    }
    long length = span.get(1) - span.get(0);
    if (length != byteLength(entry, type, shape)) {
      throw entry.fault(
          "data_offsets",
          byteLength(entry, type, shape) + " bytes for " + type + shape,
          length + " bytes");
    }
    return new StoredTensor(name, type, shape, file, dataStart + span.get(0), length);
  }

  private static long byteLength(JsonObject entry, StoredType type, List<Long> shape) {
    try {
      long bits = 1;
      for (long dimension : shape) {
        bits = Math.multiplyExact(bits, dimension);
      }
      bits = Math.multiplyExact(bits, type.bits());
      if (bits % 8 != 0) {
        throw entry.fault("shape", "a whole number of bytes", bits + " bits");
      }
      return bits / 8;
    } catch (ArithmeticException e) {
      throw entry.fault("shape", "a size below 2^63 bits", shape.toString());
    }
  }

  private void requireFullCover(Iterable<StoredTensor> tensors) {
    List<StoredTensor> inOrder = new ArrayList<>();
    tensors.forEach(inOrder::add);
    inOrder.sort(
        Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::byteLength));
    long end = dataStart;
    for (StoredTensor tensor : inOrder) {
      if (tensor.offset() != end) {
        throw new ModelFormatException(
            file,
            tensor.name() + ".data_offsets",
            "data that begins where the tensor before it ends, at byte " + end + " of the file",
            "byte " + tensor.offset());
      }
      end += tensor.byteLength();
    }
    if (end != dataStart + dataLength) {
      throw new ModelFormatException(
          file,
          "byte " + end,
          "the end of the file",
          (dataStart + dataLength - end) + " more bytes");
    }
  }
}
