package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;

/**
 * Keys and values of the first P tokens of a sequence in every layer: what later tokens need of
 * earlier ones. Never changed, so any number of continuations may start from it.
 */
final class PrefixCache implements AutoCloseable {

  private final int length;
  private final Map<String, OnnxTensor> tensors;

  /**
   * Takes ownership of the tensors.
   *
   * @param length P
   * @param tensors by input name, each [1, K, P, D]; none if P is 0
   */
  PrefixCache(int length, Map<String, OnnxTensor> tensors) {
    this.length = length;
    this.tensors = Map.copyOf(tensors);
  }

  /** {@return the cache of no tokens} */
  static PrefixCache empty() {
    return new PrefixCache(0, Map.of());
  }

  int length() {
    return length;
  }

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
  }
}
