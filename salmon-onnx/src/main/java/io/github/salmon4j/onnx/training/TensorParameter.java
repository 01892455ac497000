package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.session.Tensors;
import io.github.salmon4j.training.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A parameter whose values and gradient lie in memory that the engine reads and writes. */
final class TensorParameter implements Parameter, AutoCloseable {

  private final String name;
  private final long[] shape;
  private final FloatBuffer values;
  private final FloatBuffer gradient;
  private final OnnxTensor tensor;

  TensorParameter(String name, long... shape) {
    this.name = name;
    this.shape = shape.clone();
    this.values = direct(size());
    this.gradient = direct(size());
    this.tensor = Tensors.of(values, shape);
  }

  /**
   * {@return a buffer of zeros outside the heap}
   *
   * @throws IllegalStateException if the JVM grants no room for it
   */
  static FloatBuffer direct(int size) {
    int bytes = Math.multiplyExact(size, Float.BYTES);
    try {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          ("direct memory: expected room for %d bytes of a parameter or its gradient, found"
                  + " \"%s\"; raise -XX:MaxDirectMemorySize")
              .formatted(bytes, e.getMessage()),
          e);
    }
  }

  int size() {
    long size = 1;
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    return Math.toIntExact(size);
  }

  long[] shape() {
    return shape.clone();
  }

  /** {@return the values as the engine reads them} */
  OnnxTensor tensor() {
    return tensor;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FloatBuffer values() {
    return values.duplicate();
  }

  @Override
  public FloatBuffer gradient() {
    return gradient.duplicate();
  }

  @Override
  public void close() {
    tensor.close();
  }
}
