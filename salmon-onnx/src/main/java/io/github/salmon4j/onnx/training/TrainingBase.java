package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.llama.HeadGraph;
import io.github.salmon4j.onnx.llama.LayerGraph;
import io.github.salmon4j.onnx.llama.RotaryTable;
import io.github.salmon4j.onnx.session.KernelCheck;
import io.github.salmon4j.onnx.session.Tensors;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A base model that other models are trained on: policy, reference, reward and value model are each
 * a few parameters of their own over its weights, which exist once.
 *
 * <pre>{@code
 * try (TrainingBase base = TrainingBase.open(folder, PassSettings.defaults());
 *     TrainableModel policy = base.policy("policy", Trained.Lora.everywhere(64, 16), 1, random)) {
 *   ...
 * }
 * }</pre>
 *
 * <p>A policy in training generates through {@link
 * io.github.salmon4j.onnx.OnnxLanguageModel#over(TrainableModel,
 * io.github.salmon4j.onnx.runtime.EngineSettings)}; a reference and a frozen reward model are
 * {@link io.github.salmon4j.onnx.OnnxLanguageModel} and {@link
 * io.github.salmon4j.onnx.OnnxRewardModel} over the same folder. With {@link
 * io.github.salmon4j.onnx.runtime.WeightPacking#MAPPED} they all share this base's weights in
 * memory.
 *
 * <p>Models of one base may be used in turn by one thread; close them before it.
 */
public final class TrainingBase implements AutoCloseable {

  private static final AtomicBoolean KERNELS_CHECKED = new AtomicBoolean();

  private final Checkpoint checkpoint;
  private final PassSettings settings;
  private final FrozenWeights frozen;
  private final Map<String, OnnxTensor> angles;
  private final Workers workers;
  private @Nullable CheckpointTokenizer tokenizer;
  private final Map<LayerKind, Built> layerSteps = new HashMap<>();
  private final Map<HeadKind, Built> headSteps = new HashMap<>();

  private TrainingBase(Checkpoint checkpoint, PassSettings settings) {
    this.checkpoint = checkpoint;
    this.settings = settings;
    this.frozen = new FrozenWeights(checkpoint);
    this.workers = new Workers(settings.workers());
    Dimensions dims = checkpoint.config().dimensions();
    RotaryTable table =
        new RotaryTable(checkpoint.config().rotary(), dims.headDim(), dims.maxPositions());
    this.angles =
        Map.of(
            LayerGraph.COSINES, Tensors.of(table.cosines(), table.shape()),
            LayerGraph.SINES, Tensors.of(table.sines(), table.shape()));
  }

  /**
   * {@return a base}
   *
   * @param folder a Hugging Face LLaMA or Mistral checkpoint; bf16 and f16 are expanded to f32 once
   * @param settings how its models train
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder is no such
   *     checkpoint
   * @throws io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure if the engine computes wrong numbers
   *     on this machine; it is asked once in a process
   */
  public static TrainingBase open(Path folder, PassSettings settings) {
    Objects.requireNonNull(settings, "settings");
    checkKernels();
    return new TrainingBase(Checkpoint.open(folder).asFloat32(), settings);
  }

  /** Once in a process: a kernel that is silently wrong on this machine would spoil every step. */
  private static void checkKernels() {
    if (!KERNELS_CHECKED.get()) {
      KernelCheck.run(Step.ONE_THREAD);
      KERNELS_CHECKED.set(true);
    }
  }

  /**
   * {@return a policy: its outputs are log-probabilities [B, T] of response tokens}
   *
   * @param name prefix of its parameters' names, unique among the models of one optimizer
   * @param trained which parameters it trains
   * @param temperature divisor of the logits, above 0: that of sampling
   * @param random where initial values come from
   * @throws IllegalArgumentException if the temperature is not above 0
   */
  public TrainableModel policy(
      String name, Trained trained, double temperature, RandomGenerator random) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a finite number above 0, found " + temperature);
    }
    RoleWeights weights = new RoleWeights(name, frozen);
    weights.constant(HeadGraph.TEMPERATURE, Tensors.of(new float[] {(float) temperature}, 1));
    return new RoleBuilder(this, Role.POLICY, weights, trained, random).build();
  }

  /**
   * {@return a reward model: its outputs are scores [B, 1] at the last token} Its scalar head is
   * the checkpoint's if it has one, else normal with deviation {@code 1 / sqrt(C + 1)}, bias 0
   * (Stiennon et al. 2020, arXiv:2009.01325, as in OpenAI's summarization code).
   *
   * @param name prefix of its parameters' names, unique among the models of one optimizer
   * @param trained which parameters it trains beside the head
   * @param random where initial values come from
   */
  public TrainableModel rewardModel(String name, Trained trained, RandomGenerator random) {
    return model(Role.REWARD, name, trained, random);
  }

  /**
   * {@return a value model: its outputs are values [B, T], entry t read before response token t}
   * Its head is 0 at first, as in the released SALMON code, also where the rest starts from a
   * reward model, with {@link Trained.Adapter}.
   *
   * @param name prefix of its parameters' names, unique among the models of one optimizer
   * @param trained which parameters it trains beside the head
   * @param random where initial values come from
   */
  public TrainableModel valueModel(String name, Trained trained, RandomGenerator random) {
    return model(Role.VALUE, name, trained, random);
  }

  private TrainableModel model(Role role, String name, Trained trained, RandomGenerator random) {
    return new RoleBuilder(this, role, new RoleWeights(name, frozen), trained, random).build();
  }

  /**
   * {@return the tokenizer that belongs to the base, opened when it is first asked for}
   *
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder has none that
   *     fits
   */
  public Tokenizer tokenizer() {
    synchronized (frozen) {
      tokenizer = tokenizer == null ? CheckpointTokenizers.open(checkpoint) : tokenizer;
      return tokenizer;
    }
  }

  /** {@return what the model computes} */
  public ModelConfig config() {
    return checkpoint.config();
  }

  /** {@return the folder of the base, as it was given} */
  public Path folder() {
    return checkpoint.folder();
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  PassSettings settings() {
    return settings;
  }

  FrozenWeights frozen() {
    return frozen;
  }

  Workers workers() {
    return workers;
  }

  /** {@return cosines and sines, for the layers} */
  Map<String, OnnxTensor> angles() {
    return angles;
  }

  /** {@return how many tokens back a token sees, itself included} */
  int window() {
    return config().span() instanceof AttentionSpan.SlidingWindow sliding
        ? sliding.tokens()
        : Integer.MAX_VALUE;
  }

  /** The graphs of a place and the values of its tensors. */
  record Built(Step step, Map<String, Value> tensors) {}

  /** {@return the graphs of layers of a kind} */
  Built layer(LayerKind kind) {
    return layerSteps.computeIfAbsent(kind, this::buildLayer);
  }

  private Built buildLayer(LayerKind kind) {
    GraphBuilder g = new GraphBuilder("layer");
    LayerGraph layer = LayerGraph.emit(g, config(), kind.updates());
    Map<String, Value> wanted = new LinkedHashMap<>(layer.tensors());
    wanted.keySet().removeIf(name -> !(LayerGraph.isFactor(name) || kind.weights()));
    List<Value> input = kind.carriesBack() ? List.of(layer.x()) : List.of();
    return new Built(step(new GradientGraph(g, layer.y(), input, wanted)), layer.tensors());
  }

  /** {@return the graphs of a head of which these tensors are trained} */
  Built head(Role role, Set<String> trained, boolean carriesBack) {
    return headSteps.computeIfAbsent(
        new HeadKind(role.head(), trained, carriesBack), this::buildHead);
  }

  private Built buildHead(HeadKind kind) {
    GraphBuilder g = new GraphBuilder("head");
    HeadGraph head = HeadGraph.emit(g, config(), kind.head());
    Map<String, Value> wanted = new LinkedHashMap<>(head.tensors());
    wanted.keySet().retainAll(kind.trained());
    List<Value> input = kind.carriesBack() ? List.of(head.h()) : List.of();
    return new Built(step(new GradientGraph(g, head.out(), input, wanted)), head.tensors());
  }

  private record HeadKind(ModelConfig.Head head, Set<String> trained, boolean carriesBack) {
    HeadKind {
      trained = Set.copyOf(trained);
    }
  }

  private Step step(GradientGraph graph) {
    return new Step(graph, checkpoint.commonFolder());
  }

  /** Frees the base. Its models must be closed before. Closing twice has no effect. */
  @Override
  public void close() {
    workers.close();
    layerSteps.values().forEach(built -> built.step().close());
    headSteps.values().forEach(built -> built.step().close());
    frozen.close();
    if (tokenizer != null) {
      tokenizer.close();
    }
    angles.values().forEach(OnnxTensor::close);
  }
}
