package io.github.salmon4j.core.decoding;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Writes a response piece by piece, and after each piece keeps those beginnings that a reward model
 * likes best: decoding as heuristic search (DeAL, Huang et al. 2024, arXiv:2402.06147).
 *
 * <pre>
 *   pool = { nothing }
 *   up to maxSegments times, while something in the pool is unfinished:
 *     replace every unfinished y in the pool by `beams` samples of y with segmentTokens more
 *     pool = the `keep` of the pool with the highest r(x, y, guideline)
 * </pre>
 *
 * <p>Finished responses stay in the pool and compete with their scores. A reward model was trained
 * on whole responses: the score of a beginning is what it makes of a response that ends there, not
 * a prediction of how it goes on, and DeAL's look-ahead is not done. With one segment this is
 * {@link BestOfN}, seeds included. Here the score alone decides; the language model's
 * log-probability, which DeAL adds, has its say in what is sampled.
 *
 * @param languageModel proposes; not closed
 * @param rewardModel chooses; not closed
 * @param template what the language model is shown, and where its responses end
 * @param settings how wide and how far the search goes
 */
public record GuidedDecoder(
    LanguageModel languageModel,
    RewardModel rewardModel,
    ChatTemplate template,
    GuidedDecoder.Settings settings) {

  private static final RewardScore NONE = new RewardScore(0, 0, 0);

  /** Checks that nothing is null. */
  public GuidedDecoder {
    Objects.requireNonNull(languageModel, "languageModel");
    Objects.requireNonNull(rewardModel, "rewardModel");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * {@return the last pool, best first; unfinished responses too, if the segments ran out}
   *
   * @param prompt what is asked
   * @param guideline what is good
   * @param seed where all chance comes from
   * @param monitor hears of finished segments, and may cancel within one
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if the prompt leaves no room in the model's context
   */
  public Ranking respond(Prompt prompt, Guideline guideline, RunSeed seed, Monitor monitor) {
    Search search = new Search(prompt, guideline, seed, new Quiet(monitor));
    TokenIds asked = template.encode(prompt, languageModel.tokenizer());
    int segments = settings.maxSegments();
    List<Beam> pool = List.of(new Beam(asked, "", NONE, false));
    int done = 0;
    while (done < segments && !pool.stream().allMatch(Beam::finished)) {
      monitor.checkpoint(done, segments);
      pool = next(pool, done, asked.size(), search);
      done++;
    }
    monitor.checkpoint(segments, segments);
    List<Candidate> candidates = new ArrayList<>();
    for (Beam beam : pool) {
      candidates.add(new Candidate(candidates.size(), beam.text(), beam.score()));
    }
    return new Ranking(candidates);
  }

  /** What stays the same from segment to segment. */
  private record Search(Prompt prompt, Guideline guideline, RunSeed seed, Monitor monitor) {}

  /** The prompt and a response so far, as tokens; the text and the score are the response's. */
  private record Beam(TokenIds tokens, String text, RewardScore score, boolean finished) {}

  /** Passes on only that a call should stop. */
  private record Quiet(Monitor monitor) implements Monitor {

    @Override
    public void progressed(long done, long total) {}

    @Override
    public boolean isCancelled() {
      return monitor.isCancelled();
    }
  }

  /** The next pool, best first; equal scores in order, finished beams before new ones. */
  private List<Beam> next(List<Beam> pool, int segment, int promptTokens, Search search) {
    List<Beam> next = new ArrayList<>(pool.stream().filter(Beam::finished).toList());
    List<Beam> grown = grow(pool, segment, promptTokens, search);
    List<RewardQuery> queries =
        grown.stream()
            .map(beam -> RewardQuery.of(search.prompt, beam.text, search.guideline))
            .toList();
    List<List<RewardScore>> scores = rewardModel.score(queries, search.monitor);
    for (int i = 0; i < grown.size(); i++) {
      Beam beam = grown.get(i);
      next.add(new Beam(beam.tokens, beam.text, scores.get(i).get(0), beam.finished));
    }
    next.sort(Comparator.comparingDouble(beam -> 0.0 - beam.score.value()));
    return List.copyOf(next.subList(0, Math.min(settings.keep(), next.size())));
  }

  /** All unfinished beams, continued; not scored yet. */
  private List<Beam> grow(List<Beam> pool, int segment, int promptTokens, Search search) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int parent = 0; parent < pool.size(); parent++) {
      for (int child = 0; child < settings.beams() && !pool.get(parent).finished; child++) {
        long proposal = ((long) segment * settings.keep() + parent) * settings.beams() + child;
        long seed = BestOfN.seed(search.prompt, proposal, search.seed);
        requests.add(new GenerationRequest(pool.get(parent).tokens, seed));
      }
    }
    List<Generation> generations =
        languageModel.generate(
            requests, template.stopping(settings.segment()), GenerationListener.of(search.monitor));
    List<Beam> grown = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      grown.add(grown(requests.get(i).prompt(), generations.get(i), promptTokens));
    }
    return grown;
  }

  /** A segment is short of its length only if it ends the response or fills the context. */
  private Beam grown(TokenIds before, Generation generation, int promptTokens) {
    TokenIds tokens = TokenIds.concat(List.of(before, generation.response()));
    String raw = languageModel.tokenizer().decode(tokens.slice(promptTokens, tokens.size()));
    boolean finished =
        generation.finishReason() == FinishReason.FINISHED
            || template.stops(raw)
            || tokens.size() >= languageModel.contextLength();
    return new Beam(tokens, template.cut(raw), NONE, finished);
  }

  /**
   * How wide and how far the search goes.
   *
   * @param beams samples that continue each unfinished beginning; at least 1
   * @param keep responses and beginnings kept after each segment; at least 1
   * @param maxSegments most segments; at least 1
   * @param segment how tokens are chosen; its largest number of new tokens is that of a segment;
   *     the chat template's stops are added
   */
  public record Settings(int beams, int keep, int maxSegments, GenerationSettings segment) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Settings {
      Objects.requireNonNull(segment, "segment");
      requirePositive("beams", beams);
      requirePositive("keep", keep);
      requirePositive("max segments", maxSegments);
    }

    private static void requirePositive(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + ": expected 1 or more, found " + number);
      }
    }
  }
}
