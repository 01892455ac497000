package io.github.salmon4j.onnx.graph;

/**
 * Where a tensor's bytes lie outside the graph, as ONNX's {@code external_data} says it.
 *
 * @param location path of the file relative to the folder that the session is given, with {@code /}
 * @param offset position of the first byte in the file; any alignment
 * @param length number of bytes
 */
public record ExternalData(String location, long offset, long length) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the offset or the length is negative
   */
  public ExternalData {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          location + ": expected offset and length of 0 or more, found " + offset + ", " + length);
    }
  }
}
