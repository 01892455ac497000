package io.github.salmon4j.onnx.runtime;

/** What a model runs on. A device that is not there is an error, never a silent fallback. */
public sealed interface Device {

  /** {@return the processor} */
  static Device cpu() {
    return new Cpu();
  }

  /**
   * {@return an NVIDIA GPU; needs {@code onnxruntime_gpu} on the class path in place of {@code
   * onnxruntime}, CUDA 12 and cuDNN 9}
   *
   * @param index which GPU, from 0
   */
  static Device cuda(int index) {
    return new Cuda(index);
  }

  /** The processor. */
  record Cpu() implements Device {}

  /**
   * An NVIDIA GPU.
   *
   * @param index which GPU, from 0
   */
  record Cuda(int index) implements Device {

    /**
     * Checks the index.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Cuda {
      if (index < 0) {
        throw new IllegalArgumentException("GPU index: expected 0 or more, found " + index);
      }
    }
  }
}
