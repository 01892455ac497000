package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint, perhaps under an adapter, loaded with one head: token sequences in, numbers out.
 *
 * <p>Safe for use by many threads at once; {@link #close()} waits for running calls.
 */
public final class LlamaModel implements AutoCloseable {

  private final Dimensions dims;
  private final EngineSettings settings;
  private final LlamaSession session;

  private LlamaModel(Dimensions dims, EngineSettings settings, LlamaSession session) {
    this.dims = dims;
    this.settings = settings;
    this.session = session;
  }

  /**
   * Loads a model that gives one score for each sequence.
   *
   * @param checkpoint the base; its own scalar head is used unless the adapter brings one
   * @param adapter low-rank updates and perhaps a scalar head
   * @param settings how it runs
   * @return the model
   * @throws ModelFormatException if neither checkpoint nor adapter has a scalar head
   */
  public static LlamaModel scoring(
      Checkpoint checkpoint, LoraAdapter adapter, EngineSettings settings) {
    Map<String, OnnxTensor> head = new HashMap<>();
    Optional<LoraAdapter.ScoreHead> trained = adapter.scoreHead();
    if (trained.isPresent()) {
      head.put(HeadOutputs.SCORE_WEIGHT, LlamaSession.tensor(trained.get().weight()));
      trained
          .get()
          .bias()
          .ifPresent(bias -> head.put(HeadOutputs.SCORE_BIAS, LlamaSession.tensor(bias)));
    } else {
      head.put(HeadOutputs.SCORE_WEIGHT, LlamaSession.tensor(ownHead(checkpoint)));
    }
    head.computeIfAbsent(HeadOutputs.SCORE_BIAS, name -> Tensors.of(new float[1], 1));
    Overlay overlay = Overlay.of(adapter.factors()).with(head);
    return open(checkpoint, overlay, Head.SCORE, settings);
  }

  /**
   * Loads a model that gives probabilities of tokens.
   *
   * @param checkpoint the base, a language model
   * @param adapter low-rank updates
   * @param settings how it runs
   * @return the model
   * @throws ModelFormatException if the checkpoint is no language model
   */
  public static LlamaModel language(
      Checkpoint checkpoint, LoraAdapter adapter, EngineSettings settings) {
    return language(checkpoint, Overlay.of(adapter.factors()), settings);
  }

  /**
   * Loads a model that gives probabilities of tokens.
   *
   * @param checkpoint the base, a language model
   * @param overlay what lies over it; its tensors are closed with the model
   * @param settings how it runs
   * @return the model
   * @throws ModelFormatException if the checkpoint is no language model
   */
  public static LlamaModel language(
      Checkpoint checkpoint, Overlay overlay, EngineSettings settings) {
    requireHead(checkpoint, Head.VOCABULARY);
    return open(checkpoint, overlay, Head.VOCABULARY, settings);
  }

  private static LlamaModel open(
      Checkpoint checkpoint, Overlay overlay, Head head, EngineSettings settings) {
    ModelConfig config = checkpoint.config();
    LlamaGraph.Blueprint blueprint =
        new LlamaGraph.Blueprint(
            config,
            overlay.updates(),
            head,
            AttentionForm.fastestFor(config.dimensions().headDim(), settings.device()));
    LlamaSession session = LlamaSession.open(checkpoint, blueprint, overlay.tensors(), settings);
    return new LlamaModel(config.dimensions(), settings, session);
  }

  private static TensorEntry ownHead(Checkpoint checkpoint) {
    requireHead(checkpoint, Head.SCORE);
    return checkpoint.tensor("score.weight", 1, checkpoint.config().dimensions().hiddenSize());
  }

  private static void requireHead(Checkpoint checkpoint, Head head) {
    ModelConfig.Architecture architecture = checkpoint.config().architecture();
    if (architecture.head() != head) {
      throw new ModelFormatException(
          checkpoint.folder().resolve("config.json"),
          "architectures",
          head == Head.SCORE
              ? "a model with one score, or an adapter with one"
              : "a language model",
          architecture.className());
    }
  }

  /** {@return the sizes of the model} */
  public Dimensions dimensions() {
    return dims;
  }

  /**
   * {@return the score at the last token of each sequence, in order}
   *
   * @param sequences each of 1 token or more, within vocabulary and context
   * @param monitor hears of finished sequences and may cancel
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  public float[] scores(List<TokenIds> sequences, Monitor monitor) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      requireFits(sequences.get(i), i);
      queries.add(Query.score(sequences.get(i)));
    }
    try (HeadReader reader = HeadReader.scores(session)) {
      List<float[]> values = evaluator(reader).evaluate(queries, monitor);
      requireFinite("score", values);
      float[] scores = new float[values.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = values.get(i)[0];
      }
      return scores;
    }
  }

  /**
   * {@return log-probabilities of every response token, in nats, a row of [T] for each sequence}
   *
   * @param sequences each with a prompt of 1 token or more, within vocabulary and context
   * @param temperature divisor of the logits, above 0
   * @param monitor hears of finished sequences and may cancel
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  public List<float[]> logProbs(
      List<TokenSequence> sequences, double temperature, Monitor monitor) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      requirePrompt(sequences.get(i).prompt(), i);
      requireFits(sequences.get(i).tokens(), i);
      queries.add(Query.logProbs(sequences.get(i)));
    }
    return logProbsOf(queries, temperature, monitor);
  }

  /**
   * {@return log-probabilities of candidates as the next token, in nats, a row of [K] for each
   * prompt}
   *
   * @param prompts each of 1 token or more, within vocabulary and shorter than the context
   * @param candidates K ids within the vocabulary, 1 or more
   * @param monitor hears of finished prompts and may cancel
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  public List<float[]> nextLogProbs(List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
    requirePrompts(prompts);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("candidates: expected 1 token or more, found none");
    }
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i) >= dims.vocabSize()) {
        throw new IllegalArgumentException(
            "candidate "
                + i
                + ": expected an id less than "
                + dims.vocabSize()
                + ", found "
                + candidates.get(i));
      }
    }
    return logProbsOf(
        prompts.stream().map(prompt -> Query.next(prompt, candidates)).toList(), 1, monitor);
  }

  private List<float[]> logProbsOf(List<Query> queries, double temperature, Monitor monitor) {
    try (HeadReader reader = HeadReader.logProbs(session, temperature)) {
      List<float[]> values = evaluator(reader).evaluate(queries, monitor);
      requireFinite("log-probability", values);
      return values;
    }
  }

  /**
   * Checks prompts before anything is computed for them.
   *
   * @param prompts each of 1 token or more, within vocabulary and shorter than the context
   * @throws IllegalArgumentException if one is not
   */
  public void requirePrompts(List<TokenIds> prompts) {
    for (int row = 0; row < prompts.size(); row++) {
      TokenIds prompt = prompts.get(row);
      requirePrompt(prompt, row);
      if (prompt.size() >= dims.maxPositions()) {
        throw new IllegalArgumentException(
            "prompt of row "
                + row
                + ": expected fewer than "
                + dims.maxPositions()
                + " tokens, found "
                + prompt.size());
      }
      requireFits(prompt, row);
    }
  }

  /**
   * {@return a decoder that continues up to so many sequences at once, token by token, but not more
   * than the settings allow}
   *
   * @param rows the most that are wanted
   * @param monitor may cancel between two runs of the model
   */
  public Decoder decoder(int rows, Monitor monitor) {
    return new Decoder(
        session, Math.min(rows, settings.rowsAtOnce()), settings.tokensPerRun(), monitor);
  }

  /** Waits for running calls, then frees the model. Closing twice has no effect. */
  @Override
  public void close() {
    session.close();
  }

  private Evaluator evaluator(HeadReader reader) {
    int tokensPerRow = LlamaSession.tokensPerRow(dims, settings);
    return new Evaluator(reader, settings.tokensPerRun(), tokensPerRow);
  }

  private static void requireFinite(String what, List<float[]> rows) {
    for (int row = 0; row < rows.size(); row++) {
      for (float value : rows.get(row)) {
        if (!Float.isFinite(value)) {
          throw new ArithmeticException(
              what + " of row " + row + ": expected a finite number, found " + value);
        }
      }
    }
  }

  private static void requirePrompt(TokenIds prompt, int row) {
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException(
          "prompt of row " + row + ": expected 1 token or more, found none");
    }
  }

  private void requireFits(TokenIds tokens, int row) {
    if (tokens.isEmpty() || tokens.size() > dims.maxPositions()) {
      throw new IllegalArgumentException(
          "sequence of row "
              + row
              + ": expected 1 to "
              + dims.maxPositions()
              + " tokens, found "
              + tokens.size());
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i) >= dims.vocabSize()) {
        throw new IllegalArgumentException(
            "token "
                + i
                + " of row "
                + row
                + ": expected an id less than "
                + dims.vocabSize()
                + ", found "
                + tokens.get(i));
      }
    }
  }
}
