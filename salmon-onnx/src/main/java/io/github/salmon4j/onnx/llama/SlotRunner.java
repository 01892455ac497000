package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Runs a model behind sequences that stand in slots: tokens in, logits out, slots longer. */
final class SlotRunner {

  private final LlamaSession session;
  private final SlotCache cache;

  /**
   * Over a model.
   *
   * @param session the model, with a vocabulary
   * @param cache as {@link #cache} makes it
   */
  SlotRunner(LlamaSession session, SlotCache cache) {
    this.session = session;
    this.cache = cache;
  }

  /** {@return an empty cache for a model's sequences} */
  static SlotCache cache(LlamaSession session, int slots) {
    Set<String> names = new HashSet<>();
    session.forEachCache((past, present) -> names.add(past));
    return new SlotCache(session.dimensions(), slots, names);
  }

  /**
   * {@return the logits behind each row's last token, [n, V]; the caller closes them} Keys and
   * values of the run's tokens go into their slots.
   *
   * @param run tokens that the slots have room for
   */
  OnnxTensor logits(SlotRun run) {
    boolean single = run.columns() > 1 || run.slot() > 0;
    Map<String, OnnxTensor> slots = single ? cache.single(run.slot()) : cache.leading(run.rows());
    Map<String, OnnxTensor> own = new HashMap<>();
    try {
      own.putAll(run.inputs(session.window(), session.form(), cache.capacity()));
      own.put(HeadOutputs.TEMPERATURE, Tensors.of(new float[] {1}, 1));
      own.put(HeadOutputs.TARGETS, Tensors.of(new long[run.rows()], run.rows()));
      Map<String, OnnxTensor> inputs = new HashMap<>(slots);
      inputs.putAll(own);
      return switch (session.form()) {
        case FUSED -> inPlace(inputs, slots);
        case PLAIN -> byCopy(inputs, run);
      };
    } finally {
      own.values().forEach(OnnxTensor::close);
      if (single) {
        slots.values().forEach(OnnxTensor::close);
      }
    }
  }

  /** The fused operator writes new keys behind old ones where past and present are one memory. */
  private OnnxTensor inPlace(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> slots) {
    Map<String, OnnxTensor> into = new HashMap<>();
    session.forEachCache((past, present) -> into.put(present, slots.get(past)));
    return logits(session.run(inputs, Set.of(HeadOutputs.LOGITS), into));
  }

  /** Single operators put new keys behind the whole slot; their outputs bring them in place. */
  private OnnxTensor byCopy(Map<String, OnnxTensor> inputs, SlotRun run) {
    Set<String> wanted = new HashSet<>(Set.of(HeadOutputs.LOGITS));
    session.forEachCache((past, present) -> wanted.add(Attention.freshName(past)));
    Map<String, OnnxTensor> outputs = session.run(inputs, wanted, Map.of());
    session.forEachCache(
        (past, present) -> {
          try (OnnxTensor fresh = Objects.requireNonNull(outputs.get(Attention.freshName(past)))) {
            cache.write(past, run, fresh.getFloatBuffer());
          }
        });
    return logits(outputs);
  }

  private static OnnxTensor logits(Map<String, OnnxTensor> outputs) {
    return Objects.requireNonNull(outputs.get(HeadOutputs.LOGITS));
  }
}
