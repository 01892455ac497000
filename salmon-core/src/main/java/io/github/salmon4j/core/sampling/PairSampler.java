package io.github.salmon4j.core.sampling;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets a model answer every prompt several times and makes pairs of the answers (SALMON,
 * arXiv:2310.05910, section 3.2, and the released code).
 *
 * <pre>
 *   y[1..n] = n independent responses to x, runs 1 .. n
 *   for i &lt; j: drop (y[i], y[j]) if either, as it was written, is too short
 *              cut both at the first stop and trim; drop them if either is too short now
 *   shuffle what is left
 * </pre>
 *
 * <p>A response's seed follows from the run's seed, the number of its run and the prompt's text, by
 * {@link RunSeed}. So it does not depend on the other prompts, on their order or on batches, as far
 * as the model keeps its promise ({@link LanguageModel#generate}). Long work can be done in parts:
 * the responses to parts of a list, put together, are the responses to the list, and only {@link
 * #pairs} must see them all. The released code instead runs twice over a whole file, with seeds 42
 * and 43.
 *
 * <p>Immutable; safe for use by many threads. Does not close the model.
 */
public final class PairSampler {

  private final LanguageModel model;
  private final ChatTemplate template;
  private final SamplingSettings settings;

  /**
   * A sampler.
   *
   * @param model answers
   * @param template what the model is shown, and where its responses end
   * @param settings how many responses there are, and which pairs are kept
   */
  public PairSampler(LanguageModel model, ChatTemplate template, SamplingSettings settings) {
    this.model = Objects.requireNonNull(model, "model");
    this.template = Objects.requireNonNull(template, "template");
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * {@return pairs of responses to these prompts, shuffled}
   *
   * @param prompts the prompts; may be empty; of those equal, only one gives pairs
   * @param seed where all chance comes from
   * @param monitor hears of finished responses and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt holds a lone surrogate; names it, from 0
   */
  public SampledPairs sample(List<Prompt> prompts, RunSeed seed, Monitor monitor) {
    return pairs(responses(prompts, seed, monitor), seed);
  }

  /**
   * {@return the responses of all runs to each prompt, in the order of the prompts}
   *
   * @param prompts the prompts, or some of them; may be empty
   * @param seed where all chance comes from
   * @param monitor hears of finished responses and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt holds a lone surrogate; names it, from 0
   */
  public List<PromptResponses> responses(List<Prompt> prompts, RunSeed seed, Monitor monitor) {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(monitor, "monitor");
    int longest = Math.min(settings.promptTokens(), model.contextLength() - 1);
    List<GenerationRequest> requests = new ArrayList<>();
    List<Integer> ends = new ArrayList<>(); // behind the last request of each prompt
    for (int i = 0; i < prompts.size(); i++) {
      TokenIds tokens = encode(prompts.get(i), i);
      for (int run = 0; run < settings.runs() && tokens.size() <= longest; run++) {
        requests.add(new GenerationRequest(tokens, seed(prompts.get(i), run, seed)));
      }
      ends.add(requests.size());
    }
    List<SampledResponse> responses =
        model
            .generate(
                requests, template.stopping(settings.generation()), GenerationListener.of(monitor))
            .stream()
            .map(this::response)
            .toList();
    List<PromptResponses> sampled = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      int from = i == 0 ? 0 : ends.get(i - 1);
      sampled.add(new PromptResponses(prompts.get(i), responses.subList(from, ends.get(i))));
    }
    return List.copyOf(sampled);
  }

  /**
   * {@return all unordered pairs of each prompt's responses that the filter keeps, shuffled}
   *
   * @param responses responses of all prompts, in any number of parts put together
   * @param seed where chance comes from: for the order only
   * @throws IllegalArgumentException if a prompt has another number of responses than there are
   *     runs, and not none; names it, from 0
   */
  public SampledPairs pairs(List<PromptResponses> responses, RunSeed seed) {
    Pairing pairing = new Pairing(settings);
    for (int i = 0; i < responses.size(); i++) {
      int found = responses.get(i).responses().size();
      if (found != 0 && found != settings.runs()) {
        throw new IllegalArgumentException(
            "responses of prompt %d: expected %d or none, found %d"
                .formatted(i, settings.runs(), found));
      }
      pairing.add(responses.get(i));
    }
    return pairing.shuffled(seed.generator("order of pairs", 0));
  }

  private TokenIds encode(Prompt prompt, int index) {
    try {
      return template.encode(prompt, model.tokenizer());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("prompt " + index + ": " + e.getMessage(), e);
    }
  }

  private static long seed(Prompt prompt, int run, RunSeed seed) {
    return seed.generator("response to " + prompt.text(), run).nextLong();
  }

  private SampledResponse response(Generation generation) {
    String raw = model.tokenizer().decode(generation.response());
    FinishReason reason = template.stops(raw) ? FinishReason.FINISHED : generation.finishReason();
    return new SampledResponse(raw, template.cut(raw), reason);
  }
}
