package io.github.salmon4j.onnx.graph;

/**
 * A tensor over its root mean square along the last axis, and what it was multiplied by.
 *
 * @param value x / sqrt(mean(x²) + epsilon), [.., C]
 * @param scale 1 / sqrt(mean(x²) + epsilon), [.., 1]
 */
public record RmsNormalized(Value value, Value scale) {}
