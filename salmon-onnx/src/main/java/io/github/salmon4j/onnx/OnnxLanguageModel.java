package io.github.salmon4j.onnx;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.FinishReason;
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
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.OpenCalls;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * A language model over a Hugging Face checkpoint folder, {@code LlamaForCausalLM} or {@code
 * MistralForCausalLM}.
 *
 * <p>Evaluation is batched and shares common beginnings; generation goes through its prompts one
 * after the other. Safe for use by many threads at once.
 */
public final class OnnxLanguageModel implements LanguageModel {

  private final CheckpointTokenizer tokenizer;
  private final LlamaModel model;
  private final Set<Integer> endTokens;
  private final OpenCalls calls = new OpenCalls("language model");

  private OnnxLanguageModel(
      CheckpointTokenizer tokenizer, LlamaModel model, Set<Integer> endTokens) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.endTokens = endTokens;
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
      return new OnnxLanguageModel(
          tokenizer,
          LlamaModel.language(checkpoint, adapter, settings),
          Set.copyOf(checkpoint.config().specialTokens().end()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
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
    List<Generation> generations = new ArrayList<>();
    listener.checkpoint(0, requests.size());
    for (GenerationRequest request : requests) {
      TokenChoice choice = new TokenChoice(settings, new SplittableRandom(request.seed()));
      try (Decoder decoder = model.decoder(request.prompt())) {
        generations.add(new Continuation(decoder, settings, listener).generate(choice));
      }
      listener.checkpoint(generations.size(), requests.size());
    }
    return List.copyOf(generations);
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
          tokenizer.close();
        });
  }

  /** One response in the making. */
  private final class Continuation {

    private final Decoder decoder;
    private final GenerationSettings settings;
    private final Monitor monitor;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Float> logProbs = new ArrayList<>();

    Continuation(Decoder decoder, GenerationSettings settings, Monitor monitor) {
      this.decoder = decoder;
      this.settings = settings;
      this.monitor = monitor;
    }

    Generation generate(TokenChoice choice) {
      int limit = Math.min(settings.maxNewTokens(), contextLength() - decoder.length());
      while (true) {
        TokenChoice.Chosen next = choice.choose(decoder.logits());
        tokens.add(next.token());
        logProbs.add(next.logProb());
        if (endTokens.contains(next.token()) || settings.stopTokens().contains(next.token())) {
          return result(FinishReason.FINISHED);
        }
        if (tokens.size() == limit) {
          return result(FinishReason.TRUNCATED);
        }
        if (monitor.isCancelled()) {
          throw new CancellationException("cancelled after " + tokens.size() + " tokens");
        }
        decoder.append(next.token());
      }
    }

    private Generation result(FinishReason reason) {
      int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
      float[] values = new float[logProbs.size()];
      for (int t = 0; t < values.length; t++) {
        values[t] = logProbs.get(t);
      }
      return new Generation(TokenIds.of(ids), TokenLogProbs.of(values), reason);
    }
  }
}
