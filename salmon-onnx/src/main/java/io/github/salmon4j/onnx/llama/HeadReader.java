package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs a model for one of its head's outputs, one float for each token read. Close it when done:
 * the model stays open.
 */
final class HeadReader implements AutoCloseable {

  private final LlamaSession session;
  private final String output;

  /** Inputs of the head that are the same for all runs. */
  private final Map<String, OnnxTensor> constants;

  private HeadReader(LlamaSession session, String output, Map<String, OnnxTensor> constants) {
    this.session = session;
    this.output = output;
    this.constants = constants;
  }

  /** {@return a reader of scores} */
  static HeadReader scores(LlamaSession session) {
    return new HeadReader(session, HeadOutputs.SCORES, Map.of());
  }

  /** {@return a reader of log-probabilities of targets, logits divided by a temperature} */
  static HeadReader logProbs(LlamaSession session, double temperature) {
    OnnxTensor divisor = Tensors.of(new float[] {(float) temperature}, 1);
    return new HeadReader(session, HeadOutputs.LOG_PROBS, Map.of(HeadOutputs.TEMPERATURE, divisor));
  }

  /**
   * What a run gives that others will continue.
   *
   * @param values one float for each token read, [N]
   * @param cache of everything up to the end of the run; the caller closes it
   */
  @SuppressWarnings("ArrayRecordComponent") // stays in this package, never compared or changed
  record Extended(float[] values, PrefixCache cache) {}

  /** {@return one float for each token read, [N]} */
  float[] read(TokenRun run, PrefixCache past) {
    return take(run, run(run, past, Set.of(output)));
  }

  /** {@return one float for each token read, and the cache to go on from} */
  Extended extend(TokenRun run, PrefixCache past) {
    Set<String> wanted = new HashSet<>(session.presentNames());
    wanted.add(output);
    Map<String, OnnxTensor> outputs = run(run, past, wanted);
    float[] values = take(run, outputs);
    return new Extended(values, session.cacheOf(outputs, run));
  }

  @Override
  public void close() {
    constants.values().forEach(OnnxTensor::close);
  }

  private Map<String, OnnxTensor> run(TokenRun run, PrefixCache past, Set<String> wanted) {
    if (!output.equals(HeadOutputs.LOG_PROBS)) {
      return session.run(run, past, constants, wanted);
    }
    long[] targets = run.headTargets();
    try (OnnxTensor wantedTokens = Tensors.of(targets, targets.length)) {
      Map<String, OnnxTensor> head = new HashMap<>(constants);
      head.put(HeadOutputs.TARGETS, wantedTokens);
      return session.run(run, past, head, wanted);
    }
  }

  private float[] take(TokenRun run, Map<String, OnnxTensor> outputs) {
    try (OnnxTensor tensor = Objects.requireNonNull(outputs.get(output))) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] values = new float[run.readCount()];
      buffer.get(values);
      return values;
    }
  }
}
