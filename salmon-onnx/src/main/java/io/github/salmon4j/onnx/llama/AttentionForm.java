package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.runtime.Device;

/** Which operators attention is made of, and the sums that are normed. */
enum AttentionForm {
  /** One fused operator; fast, for head widths that are multiples of 16, on a CPU. */
  FUSED,
  /** Single operators; for every head width and device, and for gradients. */
  PLAIN;

  /** The fused operator wants D/2 angles in multiples of 8. */
  private static final int FUSED_HEAD_MULTIPLE = 16;

  /** On CUDA the fused operator takes no float32. */
  static AttentionForm fastestFor(int headDim, Device device) {
    boolean fits = headDim % FUSED_HEAD_MULTIPLE == 0;
    return fits && device instanceof Device.Cpu ? FUSED : PLAIN;
  }
}
