package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;

/**
 * The form of a low-rank update {@code scale B A}.
 *
 * @param rank R
 * @param scale what the product is multiplied by
 */
public record LowRank(int rank, double scale) {

  static LowRank of(Factors factors) {
    return new LowRank(factors.rank(), factors.scale());
  }
}
