package io.github.salmon4j.onnx;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.OpenCalls;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizers;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.TrainingBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A language model over a Hugging Face checkpoint folder, {@code LlamaForCausalLM} or {@code
 * MistralForCausalLM}.
 *
 * <p>Evaluation is batched and shares common beginnings. Generation writes {@link
 * EngineSettings#rowsAtOnce()} responses at once, a token each in one run of the model.
 *
 * <p>What a request gives does not depend on the other requests of a call but by rounding: each has
 * its own generator, its prompt is computed alone, and in steps the products of several rows are
 * those of one row, added in an order that may depend on their number. So log-probabilities agree
 * within 1e-5 relative to the larger of 1 and themselves, and tokens are the same unless two logits
 * (greedy), a draw and the edge of its token, or what top-k and top-p keep and leave, are that
 * close. The same call twice, on a CPU with the same number of threads, gives the same bits.
 *
 * <p>Safe for use by many threads at once; each call has keys and values of its own.
 */
public final class OnnxLanguageModel implements LanguageModel {

  private final Tokenizer tokenizer;
  private final LlamaModel model;
  private final Set<Integer> endTokens;
  private final Runnable release;
  private final OpenCalls calls = new OpenCalls("language model");

  private OnnxLanguageModel(
      Tokenizer tokenizer, LlamaModel model, ModelConfig config, Runnable release) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.endTokens = Set.copyOf(config.specialTokens().end());
    this.release = release;
  }

  /**
   * Opens a model with default settings.
   *
   * @param folder the checkpoint
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder is not such a
   *     checkpoint
   */
  public static OnnxLanguageModel open(Path folder) {
    return open(folder, EngineSettings.defaults());
  }

  /**
   * Opens a model.
   *
   * @param folder the checkpoint
   * @param settings how it runs
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder is not such a
   *     checkpoint
   */
  public static OnnxLanguageModel open(Path folder, EngineSettings settings) {
    return open(Checkpoint.open(folder), LoraAdapter.none(), settings);
  }

  /**
   * Opens a model under an adapter.
   *
   * @param base the checkpoint
   * @param adapter a PEFT LoRA folder
   * @param settings how it runs
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if a folder is malformed, or
   *     they do not fit
   */
  public static OnnxLanguageModel open(Path base, Path adapter, EngineSettings settings) {
    Checkpoint checkpoint = Checkpoint.open(base);
    return open(checkpoint, LoraAdapter.open(adapter, checkpoint.config()), settings);
  }

  private static OnnxLanguageModel open(
      Checkpoint checkpoint, LoraAdapter adapter, EngineSettings settings) {
    CheckpointTokenizer tokenizer = CheckpointTokenizers.open(checkpoint);
    try {
      LlamaModel model = LlamaModel.language(checkpoint, adapter, settings);
      return new OnnxLanguageModel(tokenizer, model, checkpoint.config(), tokenizer::close);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Opens a policy that is being trained: it reads the policy's own parameters, so what an
   * optimizer has written is what the next call computes with. Nothing is copied but, if the
   * settings ask for {@link io.github.salmon4j.onnx.runtime.WeightPacking#PACKED}, what the policy
   * does not train; with {@code MAPPED}, the weights of the policy's base, of this model and of all
   * others over the same folder are one copy in memory.
   *
   * <p>Log-probabilities at the policy's temperature are the outputs of its training passes, within
   * 1e-5 times the larger of 1 and themselves. Use it in turn with training, from one thread, and
   * close it before the base.
   *
   * @param policy the policy; with nothing trained, a reference
   * @param settings how it runs; in float32, as training does
   * @return the model
   * @throws IllegalArgumentException if it is no policy, or the precision is another
   * @throws IllegalStateException if the policy is closed
   */
  public static OnnxLanguageModel over(TrainableModel policy, EngineSettings settings) {
    TrainingBase base = policy.base();
    Tokenizer tokenizer = base.tokenizer();
    return new OnnxLanguageModel(tokenizer, policy.serving(settings), base.config(), () -> {});
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public int contextLength() {
    return model.dimensions().maxPositions();
  }

  @Override
  public List<Generation> generate(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener) {
    return calls.run(() -> generateOpen(requests, settings, listener));
  }

  private List<Generation> generateOpen(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener) {
    model.requirePrompts(requests.stream().map(GenerationRequest::prompt).toList());
    Set<Integer> ends = new HashSet<>(endTokens);
    ends.addAll(settings.stopTokens());
    List<OpenResponse> responses = new ArrayList<>();
    for (GenerationRequest request : requests) {
      int room = contextLength() - request.prompt().size();
      StopText text = new StopText(tokenizer, settings.stopStrings());
      int limit = Math.min(settings.maxNewTokens(), room);
      responses.add(
          new OpenResponse(responses.size(), request, new OpenResponse.Ends(ends, text, limit)));
    }
    try (Decoder decoder = model.decoder(requests.size(), listener)) {
      return new RollingBatch(decoder, new TokenChoice(settings), listener).complete(responses);
    }
  }

  @Override
  public List<TokenLogProbs> logProbs(
      List<TokenSequence> sequences, double temperature, Monitor monitor) {
    if (!((float) temperature > 0) || Float.isInfinite((float) temperature)) {
      throw new IllegalArgumentException(
          "temperature: expected a finite number above 0, found " + temperature);
    }
    List<float[]> values = calls.run(() -> model.logProbs(sequences, temperature, monitor));
    return values.stream().map(TokenLogProbs::of).toList();
  }

  @Override
  public List<TokenLogProbs> nextLogProbs(
      List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
    List<float[]> values = calls.run(() -> model.nextLogProbs(prompts, candidates, monitor));
    return values.stream().map(TokenLogProbs::of).toList();
  }

  @Override
  public void close() {
    calls.close(
        () -> {
          model.close();
          release.run();
        });
  }
}
