package io.github.salmon4j.core.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.sampling.PairFilter.Identical;
import io.github.salmon4j.core.sampling.PairFilter.LengthCheck;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairSamplerTest {

  private static final RunSeed SEED = new RunSeed(42);
  private static final GenerationSettings FORTY = GenerationSettings.sampling(40);
  private static final ChatTemplate CHAT = ChatTemplate.salmon("");

  private static FakeLanguageModel model() {
    return new FakeLanguageModel(
        200, (text, random) -> FakeLanguageModel.letters(random, 20 + random.nextInt(10)));
  }

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Prompt.of("Question " + i)).toList();
  }

  private static SamplingSettings settings(int runs, PairFilter filter) {
    return new SamplingSettings(runs, 1000, FORTY, filter);
  }

  private static PairSampler sampler(FakeLanguageModel model) {
    return new PairSampler(model, CHAT, SamplingSettings.defaults(FORTY));
  }

  private static SampledResponse response(String raw) {
    return new SampledResponse(raw, CHAT.cut(raw), FinishReason.FINISHED);
  }

  private static PromptResponses responses(String prompt, String... raws) {
    return new PromptResponses(
        Prompt.of(prompt), List.of(raws).stream().map(PairSamplerTest::response).toList());
  }

  private static SampledPairs pairs(PairFilter filter, PromptResponses... responses) {
    int runs = Math.max(2, responses[0].responses().size());
    return new PairSampler(model(), CHAT, settings(runs, filter)).pairs(List.of(responses), SEED);
  }

  @Test
  void sample_prompts_givesOnePairEach() {
    SampledPairs sampled = sampler(model()).sample(prompts(20), SEED, Monitor.none());
    assertEquals(new SamplingReport(20, 40, 0, 20, Map.of(), 0), sampled.report());
    assertEquals(
        new HashSet<>(prompts(20)),
        new HashSet<>(sampled.pairs().stream().map(ResponsePair::prompt).toList()));
    for (ResponsePair pair : sampled.pairs()) {
      assertNotEquals(pair.first(), pair.second());
    }
  }

  @Test
  void sample_prompt_isShownInTheTemplate() {
    FakeLanguageModel model = model();
    sampler(model).sample(prompts(1), SEED, Monitor.none());
    List<GenerationRequest> requests = model.calls().get(0);
    assertEquals(2, requests.size());
    for (GenerationRequest request : requests) {
      assertEquals(CHAT.encode(Prompt.of("Question 0"), model), request.prompt());
    }
    assertNotEquals(requests.get(0).seed(), requests.get(1).seed());
  }

  @Test
  void sample_everyResponse_hasASeedOfItsOwn() {
    FakeLanguageModel model = model();
    sampler(model).sample(prompts(20), SEED, Monitor.none());
    assertEquals(40, model.calls().get(0).stream().map(GenerationRequest::seed).distinct().count());
  }

  @Test
  void sample_response_stopsAtTheTemplatesStop() {
    FakeLanguageModel model =
        new FakeLanguageModel(
            200, (text, random) -> FakeLanguageModel.letters(random, 16) + " \n### User\nmore");
    List<PromptResponses> sampled = sampler(model).responses(prompts(1), SEED, Monitor.none());
    SampledResponse response = sampled.get(0).responses().get(0);
    assertTrue(response.raw().endsWith(" \n###"), response::raw);
    assertEquals(16, response.text().length());
    assertEquals(FinishReason.FINISHED, response.finishReason());
  }

  @Test
  void responses_inAnyOrderAndParts_areTheSame() {
    List<Prompt> prompts = prompts(30);
    List<PromptResponses> whole = sampler(model()).responses(prompts, SEED, Monitor.none());
    List<PromptResponses> parts = new ArrayList<>();
    for (int from = 0; from < 30; from += 7) {
      List<Prompt> part = prompts.subList(from, Math.min(30, from + 7));
      parts.addAll(sampler(model()).responses(part, SEED, Monitor.none()));
    }
    assertEquals(whole, parts);
    List<Prompt> shuffled = new ArrayList<>(prompts);
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(
        new HashSet<>(whole),
        new HashSet<>(sampler(model()).responses(shuffled, SEED, Monitor.none())));
    assertEquals(sampler(model()).pairs(whole, SEED), sampler(model()).pairs(parts, SEED));
  }

  @Test
  void sample_sameSeed_isTheSame_otherSeed_isNot() {
    SampledPairs one = sampler(model()).sample(prompts(20), SEED, Monitor.none());
    assertEquals(one, sampler(model()).sample(prompts(20), SEED, Monitor.none()));
    SampledPairs other = sampler(model()).sample(prompts(20), new RunSeed(43), Monitor.none());
    assertNotEquals(new HashSet<>(one.pairs()), new HashSet<>(other.pairs()));
  }

  @Test
  void pairs_order_followsFromTheSeed() {
    PromptResponses[] all =
        IntStream.range(0, 20)
            .mapToObj(i -> responses("p" + i, "a".repeat(20), "b".repeat(20)))
            .toArray(PromptResponses[]::new);
    List<ResponsePair> one = pairs(PairFilter.defaults(), all).pairs();
    assertEquals(one, pairs(PairFilter.defaults(), all).pairs());
    PairSampler sampler = new PairSampler(model(), CHAT, settings(2, PairFilter.defaults()));
    List<ResponsePair> other = sampler.pairs(List.of(all), new RunSeed(7)).pairs();
    assertNotEquals(one, other);
    assertEquals(new HashSet<>(one), new HashSet<>(other));
    List<String> inOrder = one.stream().map(pair -> pair.prompt().text()).toList();
    assertNotEquals(IntStream.range(0, 20).mapToObj(i -> "p" + i).toList(), inOrder);
  }

  @Test
  void pairs_fourRuns_giveAllSixUnorderedPairs() {
    PairFilter any = new PairFilter(0, LengthCheck.RAW, Identical.KEEP);
    SampledPairs sampled = pairs(any, responses("p", "a", "b", "c", "d"));
    Set<String> found = new HashSet<>();
    sampled.pairs().forEach(pair -> found.add(pair.first() + pair.second()));
    assertEquals(Set.of("ab", "ac", "ad", "bc", "bd", "cd"), found);
    assertEquals(6, sampled.report().kept());
  }

  @Test
  void pairs_rawOf15Characters_isDropped_of16_isKept() {
    String sixteen = "\ud83d\ude00".repeat(16);
    String fifteen = "\ud83d\ude00".repeat(15);
    for (String[] pair : new String[][] {{sixteen, fifteen}, {fifteen, sixteen}}) {
      SampledPairs dropped = pairs(PairFilter.released(), responses("p", pair));
      assertEquals(Map.of(PairDrop.RAW_TOO_SHORT, 1), dropped.report().dropped());
      assertEquals(List.of(), dropped.pairs());
    }
    SampledPairs kept = pairs(PairFilter.released(), responses("p", sixteen, sixteen + "!"));
    assertEquals(Map.of(), kept.report().dropped());
  }

  @Test
  void pairs_shortAfterTheCut_isDroppedOnlyIfAskedAgain() {
    PromptResponses both =
        responses("p", "Short.\n### User and so on", "A response that is long enough.");
    SampledPairs released = pairs(PairFilter.released(), both);
    assertEquals(
        List.of(new ResponsePair(Prompt.of("p"), "Short.", "A response that is long enough.")),
        released.pairs());
    SampledPairs defaults = pairs(PairFilter.defaults(), both);
    assertEquals(Map.of(PairDrop.TEXT_TOO_SHORT, 1), defaults.report().dropped());
    assertEquals(1, defaults.report().dropped(PairDrop.TEXT_TOO_SHORT));
    assertEquals(0, defaults.report().dropped(PairDrop.IDENTICAL));
  }

  @Test
  void pairs_rawShort_isAskedBeforeTheCut() {
    SampledPairs sampled = pairs(PairFilter.defaults(), responses("p", "a###", "b###"));
    assertEquals(Map.of(PairDrop.RAW_TOO_SHORT, 1), sampled.report().dropped());
  }

  @Test
  void pairs_identicalAfterTheCut_areCounted_andDroppedOnlyByDefault() {
    PromptResponses both =
        responses("p", " One and the same answer. ", "One and the same answer.### User");
    SampledPairs released = pairs(PairFilter.released(), both);
    assertEquals(1, released.report().identical());
    assertEquals(1, released.pairs().size());
    SampledPairs defaults = pairs(PairFilter.defaults(), both);
    assertEquals(1, defaults.report().identical());
    assertEquals(Map.of(PairDrop.IDENTICAL, 1), defaults.report().dropped());
  }

  @Test
  void pairs_sameTextsAgain_areDropped_inEitherOrder() {
    PairFilter any = new PairFilter(0, LengthCheck.RAW, Identical.KEEP);
    SampledPairs sampled = pairs(any, responses("p", "a", "b", "a"));
    assertEquals(Map.of(PairDrop.REPEATED, 1), sampled.report().dropped());
    assertEquals(2, sampled.pairs().size());
    assertEquals(
        Map.of(PairDrop.REPEATED, 1),
        pairs(any, responses("p", "a", "b"), responses("p", "a", "b")).report().dropped());
    assertEquals(2, pairs(any, responses("p", "a", "b"), responses("q", "a", "b")).pairs().size());
  }

  @Test
  void sample_longPrompt_isCountedAndNotShown() {
    FakeLanguageModel model = model();
    int fits = CHAT.encode(Prompt.of("Question 0"), model).size();
    SamplingSettings settings = new SamplingSettings(3, fits, FORTY, PairFilter.defaults());
    List<Prompt> prompts = List.of(Prompt.of("Question 10"), Prompt.of("Question 0"));
    SampledPairs sampled =
        new PairSampler(model, CHAT, settings).sample(prompts, SEED, Monitor.none());
    assertEquals(
        new SamplingReport(2, 3, 0, 3, Map.of(PairDrop.PROMPT_TOO_LONG, 3), 0), sampled.report());
    assertEquals(3, model.calls().get(0).size());
  }

  @Test
  void sample_promptThatFillsTheContext_isLeftOut() {
    int size = CHAT.encode(Prompt.of("Question 0"), model()).size();
    FakeLanguageModel full = new FakeLanguageModel(size, (text, random) -> "x".repeat(40));
    assertEquals(
        Map.of(PairDrop.PROMPT_TOO_LONG, 1),
        sampler(full).sample(prompts(1), SEED, Monitor.none()).report().dropped());
    FakeLanguageModel room = new FakeLanguageModel(size + 1, (text, random) -> "x".repeat(40));
    SamplingReport report = sampler(room).sample(prompts(1), SEED, Monitor.none()).report();
    assertEquals(Map.of(PairDrop.RAW_TOO_SHORT, 1), report.dropped());
    assertEquals(2, report.truncated());
  }

  @Test
  void sample_cutOffByLength_isCountedUnlessItStopped() {
    FakeLanguageModel endless =
        new FakeLanguageModel(200, (text, random) -> FakeLanguageModel.letters(random, 100));
    SamplingReport report = sampler(endless).sample(prompts(3), SEED, Monitor.none()).report();
    assertEquals(6, report.truncated());
    assertEquals(3, report.kept());
  }

  @Test
  void sample_nothing_isNothing() {
    SampledPairs none = sampler(model()).sample(List.of(), SEED, Monitor.none());
    assertEquals(new SampledPairs(List.of(), new SamplingReport(0, 0, 0, 0, Map.of(), 0)), none);
  }

  @Test
  void sample_monitor_hearsOfAllResponsesAndCancels() {
    List<Long> heard = new ArrayList<>();
    Monitor counting =
        (done, total) -> {
          assertEquals(10, total);
          heard.add(done);
        };
    sampler(model()).sample(prompts(5), SEED, counting);
    assertEquals(10, heard.get(heard.size() - 1));
    Monitor cancelling =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertThrows(
        CancellationException.class, () -> sampler(model()).sample(prompts(5), SEED, cancelling));
  }

  @Test
  void prompt_kindAndMultiplier_stayWithThePair() {
    Prompt prompt = new Prompt("What is 1 + 1?", PromptKind.REASONING, -0.7);
    SampledPairs sampled = sampler(model()).sample(List.of(prompt), SEED, Monitor.none());
    assertEquals(prompt, sampled.pairs().get(0).prompt());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badInput_isRefusedByName() {
    assertRefused(
        "runs: expected 2 or more, found 1",
        () -> new SamplingSettings(1, 1, FORTY, PairFilter.defaults()));
    assertRefused(
        "prompt tokens: expected 1 or more, found 0",
        () -> new SamplingSettings(2, 0, FORTY, PairFilter.defaults()));
    assertRefused(
        "min characters: expected 0 or more, found -1",
        () -> new PairFilter(-1, LengthCheck.RAW, Identical.KEEP));
    assertRefused(
        "prompt 1: prompt: expected Unicode text, found a lone surrogate U+DC00 at index 0",
        () ->
            sampler(model())
                .responses(List.of(Prompt.of("a"), Prompt.of("\udc00")), SEED, Monitor.none()));
    assertRefused(
        "responses of prompt 1: expected 2 or none, found 3",
        () ->
            sampler(model())
                .pairs(List.of(responses("p", "a", "b"), responses("q", "a", "b", "c")), SEED));
  }

  @Test
  void presets_areTheSources() {
    assertEquals(new PairFilter(16, LengthCheck.RAW, Identical.KEEP), PairFilter.released());
    assertEquals(2, SamplingSettings.defaults(FORTY).runs());
    assertEquals(FORTY, SamplingSettings.defaults(FORTY).generation());
  }
}
