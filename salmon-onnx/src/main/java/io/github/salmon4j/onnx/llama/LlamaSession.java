package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.Session;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A loaded model: tokens in, head outputs and caches out. Many threads may run it at once. */
final class LlamaSession implements AutoCloseable {

  private final Dimensions dims;
  private final int window;
  private final AttentionForm form;
  private final Session session;

  /** Inputs that are the same in every run: angles, and what lies over the checkpoint. */
  private final Map<String, OnnxTensor> constants;

  private final AtomicBoolean closed = new AtomicBoolean();

  private LlamaSession(
      LlamaGraph.Blueprint blueprint, Session session, Map<String, OnnxTensor> constants) {
    ModelConfig config = blueprint.config();
    this.form = blueprint.form();
    this.dims = config.dimensions();
    this.window =
        config.span() instanceof AttentionSpan.SlidingWindow sliding
            ? sliding.tokens()
            : Integer.MAX_VALUE;
    this.session = session;
    this.constants = Map.copyOf(constants);
  }

  /**
   * Loads a model.
   *
   * @param checkpoint its weights, of any type
   * @param blueprint what to build
   * @param given inputs that are the same in every run, adapter factors first of all, and weights
   *     in place of the checkpoint's; owned by the session from here on
   * @param settings device, threads, packing, precision
   * @return the session
   */
  static LlamaSession open(
      Checkpoint checkpoint,
      LlamaGraph.Blueprint blueprint,
      Map<String, OnnxTensor> given,
      EngineSettings settings) {
    ModelConfig config = blueprint.config();
    GraphBuilder g = new GraphBuilder(config.architecture().className());
    WeightFiles files = WeightFiles.of(checkpoint, settings.precision());
    Weights weights = new OverlaidWeights(g, given.keySet(), files.in(g));
    Graph graph = LlamaGraph.build(g, blueprint, weights);
    Session session = Session.open(graph, files.folder(), settings);

    Dimensions dims = config.dimensions();
    // Packed tails outnumber the positions, and the engine wants an angle for each all the same.
    int rows = Math.addExact(dims.maxPositions(), tokensPerRow(dims, settings));
    RotaryTable angles = new RotaryTable(config.rotary(), dims.headDim(), rows);
    Map<String, OnnxTensor> constants = new HashMap<>(given);
    constants.put(RunInputs.COSINES, Tensors.of(angles.cosines(), angles.shape()));
    constants.put(RunInputs.SINES, Tensors.of(angles.sines(), angles.shape()));
    return new LlamaSession(blueprint, session, constants);
  }

  /** {@return the most tokens that tails packed into one row may have, the prefix not counted} */
  static int tokensPerRow(Dimensions dims, EngineSettings settings) {
    return Math.min(settings.tokensPerRun(), dims.maxPositions());
  }

  /** {@return a tensor over a weight's floats} */
  static OnnxTensor tensor(TensorEntry weight) {
    long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
    return Tensors.of(weight.floats(), shape);
  }

  /**
   * Runs the model once.
   *
   * @param run the tokens
   * @param past keys and values of the prefix that the run stands behind
   * @param head inputs of the head that differ from run to run
   * @param wanted names of the outputs to return
   * @return the outputs by name; the caller closes them
   */
  Map<String, OnnxTensor> run(
      TokenRun run, PrefixCache past, Map<String, OnnxTensor> head, Set<String> wanted) {
    Map<String, OnnxTensor> own = inputsOf(run, past);
    try {
      Map<String, OnnxTensor> inputs = new HashMap<>(past.tensors());
      inputs.putAll(own);
      inputs.putAll(head);
      return run(inputs, wanted, Map.of());
    } finally {
      new HashSet<>(own.values()).forEach(OnnxTensor::close);
    }
  }

  /**
   * {@return the cache of a prefix and the run behind it}
   *
   * @param outputs what {@link #run} returned when asked for {@link #presentNames()} too; the
   *     tensors now belong to the cache
   * @param run the run that returned them
   */
  PrefixCache cacheOf(Map<String, OnnxTensor> outputs, TokenRun run) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    forEachCache((past, present) -> tensors.put(past, outputs.get(present)));
    return new PrefixCache(run.prefix() + run.columns(), tensors);
  }

  /** {@return the names of the outputs that a cache is made of} */
  Set<String> presentNames() {
    Set<String> names = new HashSet<>();
    forEachCache((past, present) -> names.add(present));
    return names;
  }

  /**
   * Runs the model once.
   *
   * @param inputs all but those that are the same in every run
   * @param wanted names of the outputs to return
   * @param into tensors for other outputs, by name
   * @return the wanted outputs by name; the caller closes them
   */
  Map<String, OnnxTensor> run(
      Map<String, OnnxTensor> inputs, Set<String> wanted, Map<String, OnnxTensor> into) {
    Map<String, OnnxTensor> all = new HashMap<>(constants);
    all.putAll(inputs);
    return session.run(all, wanted, into);
  }

  Dimensions dimensions() {
    return dims;
  }

  AttentionForm form() {
    return form;
  }

  /** {@return how many tokens back a token sees, itself included} */
  int window() {
    return window;
  }

  /** Waits for running calls, then frees the model. Closing twice has no effect. */
  @Override
  public void close() {
    session.close();
    if (!closed.getAndSet(true)) {
      constants.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, OnnxTensor> inputsOf(TokenRun run, PrefixCache past) {
    long rows = run.rows();
    long columns = run.columns();
    int all = run.prefix() + run.columns();
    int[] lengths = new int[run.rows()];
    Arrays.fill(lengths, all - 1);
    long[] read = run.headRows();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(RunInputs.IDS, Tensors.of(run.ids(), rows, columns));
    inputs.put(RunInputs.POSITIONS, Tensors.of(run.positions(), rows, columns));
    inputs.put(RunInputs.VISIBILITY, Tensors.of(run.visibility(window), rows, 1, columns, all));
    inputs.put(RunInputs.ROW_LENGTHS, Tensors.of(lengths, rows));
    inputs.put(RunInputs.TOTAL_LENGTH, Tensors.of(new int[] {all}, 1));
    inputs.put(RunInputs.READ, Tensors.of(read, read.length));
    if (past.length() == 0) {
      OnnxTensor nothing = Tensors.of(new float[0], rows, dims.keyValueHeads(), 0, dims.headDim());
      forEachCache((name, present) -> inputs.put(name, nothing));
    }
    return inputs;
  }

  /** Names each layer's keys and each layer's values, as an input and as an output. */
  void forEachCache(BiConsumer<String, String> pastAndPresent) {
    for (int layer = 0; layer < dims.layers(); layer++) {
      for (String which : Attention.CACHES) {
        pastAndPresent.accept(
            Attention.pastName(which, layer), Attention.presentName(which, layer));
      }
    }
  }
}
