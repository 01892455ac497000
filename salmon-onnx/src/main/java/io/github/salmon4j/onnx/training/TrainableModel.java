package io.github.salmon4j.onnx.training;

import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.llama.HeadGraph;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.llama.Overlay;
import io.github.salmon4j.onnx.llama.Query;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model over a {@link TrainingBase}: a policy, a reward model or a value model. */
public final class TrainableModel implements DifferentiableModel {

  private final TrainingBase base;
  private final Role role;
  private final RoleWeights weights;
  private final LayerStack layers;
  private final HeadRunner head;
  private final List<GradientSums> sums = new ArrayList<>();
  private final FloatBuffer embedding;
  private boolean closed;

  TrainableModel(
      TrainingBase base, Role role, RoleWeights weights, LayerStack layers, Fragment head) {
    this.base = base;
    this.role = role;
    this.weights = weights;
    this.layers = layers;
    Dimensions dims = base.config().dimensions();
    this.head = new HeadRunner(head, role.head(), dims, base.settings().logitsAtOnce());
    sums.add(GradientSums.own(weights.parameters()));
    for (int worker = 1; worker < base.workers().count(); worker++) {
      sums.add(GradientSums.apart(weights.parameters()));
    }
    TensorParameter trained = weights.parameter(HeadGraph.EMBEDDING);
    this.embedding =
        trained != null
            ? trained.values()
            : base.frozen().floats(HeadGraph.EMBEDDING, dims.vocabSize(), dims.hiddenSize());
  }

  @Override
  public Pass forward(TokenBatch batch) {
    requireOpen();
    List<Query> queries = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      queries.add(query(batch.sequences().get(row), row));
    }
    return new LlamaPass(this, batch, queries);
  }

  private Query query(TokenSequence sequence, int row) {
    Dimensions dims = base.config().dimensions();
    if (role != Role.REWARD && sequence.prompt().isEmpty()) {
      throw new IllegalArgumentException(
          "prompt of row " + row + ": expected 1 token or more, found none");
    }
    if (sequence.size() > dims.maxPositions()) {
      throw new IllegalArgumentException(
          "sequence of row %d: expected at most %d tokens, found %d"
              .formatted(row, dims.maxPositions(), sequence.size()));
    }
    sequence.tokens().stream()
        .filter(id -> id >= dims.vocabSize())
        .findFirst()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException(
                  "token of row %d: expected an id less than %d, found %d"
                      .formatted(row, dims.vocabSize(), id));
            });
    return role.query(sequence);
  }

  @Override
  public List<Parameter> parameters() {
    return List.copyOf(weights.parameters());
  }

  /**
   * {@return how much memory training on such batches takes}
   *
   * @param lengths tokens of each sequence of a batch, each 1 or more
   */
  public MemoryEstimate memoryFor(int... lengths) {
    long entries = weights.parameters().stream().mapToLong(TensorParameter::size).sum();
    int threads = base.workers().count();
    List<List<Integer>> plan = MicroBatch.plan(lengths, base.settings().tokensPerMicroBatch());
    int tokens = plan.stream().mapToInt(rows -> rows.size() * lengths[rows.get(0)]).max().orElse(0);
    return new MemoryEstimate(
        base.frozen().bytes(),
        entries * Float.BYTES * (1 + threads),
        entries * Float.BYTES * 2,
        layers.bytes(plan, lengths) + Math.min(threads, plan.size()) * head.bytes(tokens));
  }

  /**
   * Writes what was trained, so that it can be served, gone on from, or read by Python's
   * transformers and PEFT: low-rank updates, and the scalar head if there is one, as a PEFT folder;
   * everything as a checkpoint folder in the form of the base. A reward model's folder names the
   * template {@link io.github.salmon4j.core.template.RewardTemplate#standard()} as what it reads.
   *
   * @param folder a path at which nothing is yet, in a folder that exists; it appears at once, when
   *     all its bytes are on the disk
   * @throws IllegalStateException if the model is closed, trains nothing below the head, or trains
   *     everything over a base that has no head of its kind
   * @throws java.io.UncheckedIOException if the folder cannot be written; nothing is left of it
   */
  public void save(Path folder) {
    requireOpen();
    TrainedFolder writer = new TrainedFolder(base.checkpoint(), role, weights);
    if (trainedEmbedding() != null) {
      writer.writeCheckpoint(folder);
    } else {
      writer.writeAdapter(layers.kinds(), RewardTemplate.standard().hash(), folder);
    }
  }

  /** {@return what it stands on} */
  public TrainingBase base() {
    return base;
  }

  /**
   * {@return the engine's form of this policy, over the very memory of its parameters} For this
   * module alone; what a user wants is {@link
   * io.github.salmon4j.onnx.OnnxLanguageModel#over(TrainableModel, EngineSettings)}.
   *
   * @param settings how it runs
   * @throws IllegalArgumentException if it is no policy, or the precision is not float32, in which
   *     training computes
   * @throws IllegalStateException if the model is closed
   */
  @SuppressWarnings("exports")
  public LlamaModel serving(EngineSettings settings) {
    requireOpen();
    if (role != Role.POLICY) {
      throw new IllegalArgumentException("language model: expected a POLICY, found a " + role);
    }
    if (!(settings.precision() instanceof WeightPrecision.Float32)) {
      throw new IllegalArgumentException(
          "precision over a policy in training: expected float32, found " + settings.precision());
    }
    Overlay overlay = new Overlay(layers.updates(), weights.shared());
    return LlamaModel.language(base.checkpoint(), overlay, settings);
  }

  Role role() {
    return role;
  }

  LayerStack layers() {
    return layers;
  }

  HeadRunner head() {
    return head;
  }

  /** {@return the token embedding, [V, C]} */
  FloatBuffer embedding() {
    return embedding;
  }

  /** {@return the embedding's parameter, if it is trained} */
  @Nullable TensorParameter trainedEmbedding() {
    return weights.parameter(HeadGraph.EMBEDDING);
  }

  GradientSums sums(int worker) {
    return sums.get(worker);
  }

  /** Adds the gradients of all workers up. */
  void gatherGradients() {
    sums.subList(1, sums.size()).forEach(GradientSums::moveToParameters);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("model: expected it open, found it closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sums.forEach(GradientSums::close);
      weights.close();
    }
  }
}
