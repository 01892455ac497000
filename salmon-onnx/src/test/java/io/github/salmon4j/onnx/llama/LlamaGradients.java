package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import io.github.salmon4j.onnx.autodiff.ReverseMode;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A whole model as a graph of its gradients, every weight an input, and what to feed it. */
final class LlamaGradients {

  static final String SEED = "seed";

  /** What no gradient is taken of: numbers that say where tokens are, and empty caches. */
  private static final Set<String> FIXED =
      Set.of(RunInputs.VISIBILITY, RunInputs.COSINES, RunInputs.SINES);

  /** Which gradients a graph computes. */
  enum Wanted {
    ALL,
    ADAPTER
  }

  private final Checkpoint checkpoint;
  private final LlamaGraph.Blueprint blueprint;
  private final Map<Site, Factors> adapter;
  private final Graph graph;
  private final List<String> wanted = new ArrayList<>();
  private final String output;

  LlamaGradients(String name, Map<Site, Factors> adapter, Head head, Wanted which) {
    this.checkpoint = Models.checkpoint(name);
    this.adapter = adapter;
    this.blueprint =
        new LlamaGraph.Blueprint(
            checkpoint.config(), Overlay.of(adapter).updates(), head, AttentionForm.PLAIN);
    this.output = head == Head.SCORE ? HeadOutputs.SCORES : HeadOutputs.LOG_PROBS;
    GraphBuilder g = new GraphBuilder(name);
    Map<String, Value> weights = new HashMap<>();
    Graph forward =
        LlamaGraph.build(
            g,
            blueprint,
            (weight, shape) ->
                weights.computeIfAbsent(weight, w -> g.input(w, ElementType.FLOAT32, shape)));
    Value y = forward.outputs().get(output);
    List<Value> inputs = forward.inputs().stream().filter(x -> isWanted(x, which)).toList();
    Value seed = g.input(SEED, y.elementType(), y.shape());
    ReverseMode.gradients(g, Map.of(y, seed), inputs)
        .forEach(
            (input, gradient) -> {
              wanted.add(input.name());
              g.output("d " + input.name(), gradient);
            });
    this.graph = g.build();
  }

  private static boolean isWanted(Value input, Wanted which) {
    return input.elementType() == ElementType.FLOAT32
        && !FIXED.contains(input.name())
        && !input.name().startsWith("past_")
        && (which == Wanted.ALL || input.name().contains("lora"));
  }

  Graph graph() {
    return graph;
  }

  /** {@return the names of the inputs whose gradients the graph has} */
  List<String> wanted() {
    return wanted;
  }

  /** {@return the name of the output that the seed belongs to} */
  String output() {
    return output;
  }

  /** {@return a tensor for every input: a run's tokens, the checkpoint, random head and seed} */
  Map<String, Feed> feeds(TokenRun run, long random) {
    ModelConfig config = checkpoint.config();
    Dimensions dims = config.dimensions();
    int window =
        config.span() instanceof AttentionSpan.SlidingWindow sliding
            ? sliding.tokens()
            : Integer.MAX_VALUE;
    int[] lengths = new int[run.rows()];
    Arrays.fill(lengths, run.columns() - 1);
    long rows = run.rows();
    long columns = run.columns();
    RotaryTable angles = new RotaryTable(config.rotary(), dims.headDim(), run.columns());
    Map<String, Feed> feeds = new LinkedHashMap<>();
    feeds.put(RunInputs.IDS, new Feed(doubles(run.ids()), rows, columns));
    feeds.put(RunInputs.POSITIONS, new Feed(doubles(run.positions()), rows, columns));
    feeds.put(
        RunInputs.VISIBILITY, new Feed(doubles(run.visibility(window)), rows, 1, columns, columns));
    feeds.put(RunInputs.COSINES, new Feed(doubles(angles.cosines()), angles.shape()));
    feeds.put(RunInputs.SINES, new Feed(doubles(angles.sines()), angles.shape()));
    feeds.put(RunInputs.ROW_LENGTHS, new Feed(new double[run.rows()], rows));
    feeds.put(RunInputs.TOTAL_LENGTH, new Feed(new double[] {columns}, 1));
    feeds.put(RunInputs.READ, new Feed(doubles(run.headRows()), run.headRows().length));
    feeds.put(HeadOutputs.TARGETS, new Feed(doubles(run.headTargets()), run.readCount()));
    feeds.put(HeadOutputs.TEMPERATURE, new Feed(new double[] {0.75}, 1));
    feeds.put(SEED, new Feed(random(random, run.readCount()), run.readCount(), 1));
    adapter.forEach(
        (site, factors) -> {
          feeds.put(LinearLayers.inputA(site), feed(factors.a()));
          feeds.put(LinearLayers.inputB(site), feed(factors.b()));
        });
    for (Value input : graph.inputs()) {
      feeds.computeIfAbsent(input.name(), name -> other(input, rows));
    }
    return feeds;
  }

  private Feed other(Value input, long rows) {
    if (input.name().startsWith("past_")) {
      Dimensions dims = checkpoint.config().dimensions();
      return new Feed(new double[0], rows, dims.keyValueHeads(), 0, dims.headDim());
    }
    long[] sizes = input.shape().dims().stream().mapToLong(Dim::size).toArray();
    if (checkpoint.tensorNames().contains(input.name())) {
      return feed(checkpoint.tensor(input.name(), sizes));
    }
    int count = (int) Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    return new Feed(random(count, count), sizes);
  }

  static Feed feed(TensorEntry tensor) {
    FloatBuffer floats = tensor.floats();
    double[] elements = new double[floats.remaining()];
    Arrays.setAll(elements, floats::get);
    return new Feed(elements, tensor.shape().stream().mapToLong(Long::longValue).toArray());
  }

  private static double[] random(long seed, int count) {
    return new Random(seed).doubles(count, -1, 1).map(x -> (float) x).toArray();
  }

  private static double[] doubles(long... from) {
    return Arrays.stream(from).asDoubleStream().toArray();
  }

  private static double[] doubles(float... from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }
}
