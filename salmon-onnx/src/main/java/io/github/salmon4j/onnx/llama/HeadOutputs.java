package io.github.salmon4j.onnx.llama;

/** What stands on the last hidden states, and the names of what it reads and gives. */
final class HeadOutputs {

  /** Weight of the scalar head, [1, C]. */
  static final String SCORE_WEIGHT = "score.weight";

  /** Bias of the scalar head, [1]. */
  static final String SCORE_BIAS = "score.bias";

  /** One score for each token read, [N, 1]. */
  static final String SCORES = "scores";

  /** Divisor of the logits, [1]. */
  static final String TEMPERATURE = "temperature";

  /** Token whose log-probability is wanted at each token read, int64 [N]. */
  static final String TARGETS = "targets";

  /** Log-probability of each target, [N, 1]. */
  static final String LOG_PROBS = "log_probs";

  /** Logits over the temperature, [N, V]. */
  static final String LOGITS = "logits";

  private HeadOutputs() {}
}
