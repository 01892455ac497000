package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One session over a golden checkpoint, run by hand: below batching and planning. */
final class Runs implements AutoCloseable {

  private final LlamaSession session;
  private final HeadReader reader;

  private Runs(LlamaSession session, HeadReader reader) {
    this.session = session;
    this.reader = reader;
  }

  /** {@return a session with a scalar head, whatever head the checkpoint has} */
  static Runs scores(String name, Map<Site, Factors> adapter, AttentionForm form) {
    Checkpoint checkpoint = Models.checkpoint(name);
    int width = checkpoint.config().dimensions().hiddenSize();
    float[] weights = new float[width];
    for (int i = 0; i < width; i++) {
      weights[i] = (float) Math.sin(i + 1) / 4;
    }
    Map<String, OnnxTensor> head =
        Map.of(
            HeadOutputs.SCORE_WEIGHT,
            Tensors.of(weights, 1, width),
            HeadOutputs.SCORE_BIAS,
            Tensors.of(new float[] {0.5f}, 1));
    Overlay overlay = Overlay.of(adapter).with(head);
    LlamaSession session =
        LlamaSession.open(
            checkpoint,
            new LlamaGraph.Blueprint(checkpoint.config(), overlay.updates(), Head.SCORE, form),
            overlay.tensors(),
            EngineSettings.defaults().withThreads(1));
    return new Runs(session, HeadReader.scores(session));
  }

  /** {@return the score at every token of a sequence} */
  float[] alone(TokenIds tokens) {
    return read(TokenRun.packed(List.of(everywhere(tokens)), 0), PrefixCache.empty());
  }

  float[] read(TokenRun run, PrefixCache past) {
    return reader.read(run, past);
  }

  /** {@return the cache of a sequence; the caller closes it} */
  PrefixCache cacheOf(TokenIds tokens) {
    TokenRun run = TokenRun.packed(List.of(everywhere(tokens)), 0);
    return reader.extend(run, PrefixCache.empty()).cache();
  }

  /** {@return a sequence read at every token} */
  static Tail everywhere(TokenIds tokens) {
    return new Tail(tokens.toArray(), IntStream.range(0, tokens.size()).toArray(), new int[0]);
  }

  @Override
  public void close() {
    reader.close();
    session.close();
  }
}
