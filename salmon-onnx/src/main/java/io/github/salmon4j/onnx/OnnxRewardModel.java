package io.github.salmon4j.onnx;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.session.OpenCalls;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizers;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A reward model over a Hugging Face checkpoint folder.
 *
 * <pre>{@code
 * try (RewardModel model = OnnxRewardModel.open(Path.of("reward-llama"))) {
 *   double score = model.score(prompt, response, Guideline.of(principles));
 * }
 * }</pre>
 *
 * <p>Inputs that begin alike are computed once as far as they do: one response under many
 * guidelines costs little more than under one. The company in which an input is scored (batch,
 * padding, shared beginning) changes its score only by rounding: by less than 1e-5 times the larger
 * of 1 and the score on the tested models.
 *
 * <p>Safe for use by many threads at once.
 */
public final class OnnxRewardModel implements RewardModel {

  private final CheckpointTokenizer tokenizer;
  private final LlamaModel model;
  private final InputLimits limits;
  private final OpenCalls calls = new OpenCalls("reward model");
  private final RewardTemplate template = RewardTemplate.standard();

  private OnnxRewardModel(CheckpointTokenizer tokenizer, LlamaModel model, InputLimits limits) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.limits = limits.withinContext(model.dimensions().maxPositions());
  }

  /**
   * Opens a model with default settings.
   *
   * @param folder a {@code LlamaForSequenceClassification} or {@code
   *     MistralForSequenceClassification} checkpoint with one label
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder is not such a
   *     checkpoint, or was trained with another template
   */
  public static OnnxRewardModel open(Path folder) {
    return open(folder, RewardModelSettings.defaults());
  }

  /**
   * Opens a model.
   *
   * @param folder a {@code LlamaForSequenceClassification} or {@code
   *     MistralForSequenceClassification} checkpoint with one label
   * @param settings how it runs and how much it reads
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if the folder is not such a
   *     checkpoint, or was trained with another template
   */
  public static OnnxRewardModel open(Path folder, RewardModelSettings settings) {
    RewardManifest.requireTemplate(folder, RewardTemplate.standard().hash());
    return open(Checkpoint.open(folder), LoraAdapter.none(), settings);
  }

  /**
   * Opens a base model under an adapter.
   *
   * @param base a LLaMA or Mistral checkpoint
   * @param adapter a PEFT LoRA folder; it brings the scalar head unless the base has one
   * @param settings how it runs and how much it reads
   * @return the model
   * @throws io.github.salmon4j.onnx.checkpoint.ModelFormatException if a folder is malformed, they
   *     do not fit, neither has a scalar head, or the adapter was trained with another template
   */
  public static OnnxRewardModel open(Path base, Path adapter, RewardModelSettings settings) {
    RewardManifest.requireTemplate(adapter, RewardTemplate.standard().hash());
    Checkpoint checkpoint = Checkpoint.open(base);
    return open(checkpoint, LoraAdapter.open(adapter, checkpoint.config()), settings);
  }

  private static OnnxRewardModel open(
      Checkpoint checkpoint, LoraAdapter adapter, RewardModelSettings settings) {
    CheckpointTokenizer tokenizer = CheckpointTokenizers.open(checkpoint);
    try {
      LlamaModel model = LlamaModel.scoring(checkpoint, adapter, settings.engine());
      return new OnnxRewardModel(tokenizer, model, settings.limits());
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** {@return the tokenizer that belongs to this model} */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    return calls.run(() -> scoreOpen(queries, monitor));
  }

  private List<List<RewardScore>> scoreOpen(List<RewardQuery> queries, Monitor monitor) {
    List<EncodedInput> inputs = new ArrayList<>();
    for (RewardQuery query : queries) {
      for (Guideline guideline : query.guidelines()) {
        inputs.add(template.encode(query.prompt(), query.response(), guideline, tokenizer, limits));
      }
    }
    float[] values = model.scores(inputs.stream().map(EncodedInput::tokens).toList(), monitor);
    List<List<RewardScore>> scores = new ArrayList<>();
    int next = 0;
    for (RewardQuery query : queries) {
      List<RewardScore> row = new ArrayList<>();
      for (int i = 0; i < query.guidelines().size(); i++, next++) {
        EncodedInput input = inputs.get(next);
        row.add(new RewardScore(values[next], input.tokens().size(), input.droppedTokens()));
      }
      scores.add(List.copyOf(row));
    }
    return List.copyOf(scores);
  }

  /**
   * Scores inputs that were tokenized elsewhere: for a model that was trained on a template of its
   * own, such as a chat template.
   *
   * @param inputs each of 1 token or more, special tokens included
   * @param monitor hears of finished inputs and may cancel
   * @return the score at the last token of each input, in order
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if an input is empty, exceeds the context, or has an id
   *     outside the vocabulary
   * @throws IllegalStateException if the model is closed
   */
  public List<Double> scoreTokens(List<TokenIds> inputs, Monitor monitor) {
    List<Double> scores = new ArrayList<>();
    for (float score : calls.run(() -> model.scores(inputs, monitor))) {
      scores.add((double) score);
    }
    return List.copyOf(scores);
  }

  @Override
  public void close() {
    calls.close(
        () -> {
          model.close();
          tokenizer.close();
        });
  }
}
