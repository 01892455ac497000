package io.github.salmon4j.onnx.graph;

/**
 * A sum of two tensors, and the same normalized, by one operator.
 *
 * @param sum s = x + y, [.., C]
 * @param normed gain * s / sqrt(mean(s²) + epsilon), [.., C]
 */
public record NormalizedSum(Value sum, Value normed) {}
