package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Makes the engine's tensors. Arrays are copied; direct buffers are used as they are and stay
 * reachable through their tensor. Whoever makes a tensor closes it.
 */
public final class Tensors {

  private Tensors() {}

  /**
   * {@return a float32 tensor of these elements}
   *
   * @param elements row-major; copied
   * @param shape the sizes; their product is the number of elements
   */
  public static OnnxTensor of(float[] elements, long... shape) {
    return of(FloatBuffer.wrap(elements), shape);
  }

  /**
   * {@return a float32 tensor over a buffer}
   *
   * @param elements row-major; shared if direct, else copied
   * @param shape the sizes; their product is the number of elements
   */
  public static OnnxTensor of(FloatBuffer elements, long... shape) {
    return make(environment -> OnnxTensor.createTensor(environment, elements, shape), shape);
  }

  /**
   * {@return an int64 tensor of these elements}
   *
   * @param elements row-major; copied
   * @param shape the sizes; their product is the number of elements
   */
  public static OnnxTensor of(long[] elements, long... shape) {
    LongBuffer buffer = LongBuffer.wrap(elements);
    return make(environment -> OnnxTensor.createTensor(environment, buffer, shape), shape);
  }

  /**
   * {@return an int32 tensor of these elements}
   *
   * @param elements row-major; copied
   * @param shape the sizes; their product is the number of elements
   */
  public static OnnxTensor of(int[] elements, long... shape) {
    IntBuffer buffer = IntBuffer.wrap(elements);
    return make(environment -> OnnxTensor.createTensor(environment, buffer, shape), shape);
  }

  private static OnnxTensor make(Maker maker, long... shape) {
    try {
      return maker.make(Environment.get());
    } catch (OrtException e) {
      throw new OnnxRuntimeFailure("tensor " + Arrays.toString(shape), e);
    }
  }

  private interface Maker {
    OnnxTensor make(OrtEnvironment environment) throws OrtException;
  }
}
