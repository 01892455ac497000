package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import io.github.salmon4j.onnx.checkpoint.RopeScaling;

/**
 * Cosines and sines of the angles by which rotary embedding turns each pair of a head: position m,
 * pair i has angle {@code m * f(theta^(-2i/D))} (Su et al. 2021, arXiv:2104.09864, section 3.2),
 * where f is the identity or a scaling for longer contexts.
 */
public final class RotaryTable {

  private final int positions;
  private final int half;
  private final float[] cosines;
  private final float[] sines;

  /**
   * Computes a table, in double, rounded once.
   *
   * @param rotary base and scaling
   * @param headDim D
   * @param positions number of positions, from 0
   */
  public RotaryTable(RotaryEmbedding rotary, int headDim, int positions) {
    this.positions = positions;
    this.half = headDim / 2;
    this.cosines = new float[Math.multiplyExact(positions, half)];
    this.sines = new float[cosines.length];
    for (int i = 0; i < half; i++) {
      double frequency = frequency(rotary, headDim, i);
      for (int m = 0; m < positions; m++) {
        cosines[m * half + i] = (float) Math.cos(m * frequency);
        sines[m * half + i] = (float) Math.sin(m * frequency);
      }
    }
  }

  /** {@return the shape of both tables, [positions, D/2]} */
  public long[] shape() {
    return new long[] {positions, half};
  }

  /** {@return the cosines, [positions, D/2]; not a copy} */
  public float[] cosines() {
    return cosines;
  }

  /** {@return the sines, [positions, D/2]; not a copy} */
  public float[] sines() {
    return sines;
  }

  /** {@return the scaled frequency of pair i, in radians per position} */
  static double frequency(RotaryEmbedding rotary, int headDim, int i) {
    double plain = Math.pow(rotary.theta(), -2.0 * i / headDim);
    RopeScaling scaling = rotary.scaling();
    if (scaling instanceof RopeScaling.Linear linear) {
      return plain / linear.factor();
    }
    if (scaling instanceof RopeScaling.Llama3 llama3) {
      return scaled(plain, llama3);
    }
    return plain;
  }

  /** Long waves are stretched by the factor, short ones kept, those between blended linearly. */
  private static double scaled(double frequency, RopeScaling.Llama3 rule) {
    double turns = rule.originalMaxPositions() * frequency / (2 * Math.PI);
    double low = rule.lowFrequencyFactor();
    double high = rule.highFrequencyFactor();
    double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return kept * frequency + (1 - kept) * frequency / rule.factor();
  }
}
