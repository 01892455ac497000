package io.github.salmon4j.core.optimizer;

/**
 * What all entries share in one step of {@link AdamW}, computed in double and rounded to float.
 *
 * @param decay {@code 1 - lr lambda}
 * @param newFirst {@code 1 - beta1}
 * @param oldSecond {@code beta2}
 * @param newSecond {@code 1 - beta2}
 * @param correction {@code sqrt(1 - beta2^t)}
 * @param epsilon {@code epsilon}
 * @param size {@code lr / (1 - beta1^t)}
 */
record AdamWStep(
    float decay,
    float newFirst,
    float oldSecond,
    float newSecond,
    float correction,
    float epsilon,
    float size) {

  /** The {@code t}-th step, from 1. */
  static AdamWStep of(AdamW.Settings settings, double learningRate, long t) {
    double correction1 = 1 - StrictMath.pow(settings.beta1(), (double) t);
    double correction2 = 1 - StrictMath.pow(settings.beta2(), (double) t);
    return new AdamWStep(
        (float) (1 - learningRate * settings.weightDecay()),
        (float) (1 - settings.beta1()),
        (float) settings.beta2(),
        (float) (1 - settings.beta2()),
        (float) Math.sqrt(correction2),
        (float) settings.epsilon(),
        (float) (learningRate / correction1));
  }

  /** The formulas of {@link AdamW} in PyTorch's order of operations, for the first entries. */
  void update(float[] p, float[] g, float[] m, float[] v, int count) {
    for (int i = 0; i < count; i++) {
      m[i] = m[i] + newFirst * (g[i] - m[i]);
      v[i] = oldSecond * v[i] + newSecond * g[i] * g[i];
      p[i] = p[i] * decay - size * m[i] / ((float) Math.sqrt(v[i]) / correction + epsilon);
    }
  }
}
