package io.github.salmon4j.core.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.sampling.FakeLanguageModel;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BestOfNTest {

  private static final RunSeed SEED = new RunSeed(1);
  private static final Guideline GUIDELINE = Guideline.of(Principle.of("A", "Has many a."));
  private static final ChatTemplate CHAT = ChatTemplate.salmon("");
  private static final List<Prompt> PROMPTS = List.of(Prompt.of("one"), Prompt.of("two"));

  private static FakeLanguageModel model() {
    return new FakeLanguageModel(
        300, (text, random) -> " " + FakeLanguageModel.letters(random, 30) + " ### User");
  }

  private static BestOfN bestOf(int n, FakeRewardModel reward) {
    return new BestOfN(
        model(), reward, CHAT, new BestOfN.Settings(n, GenerationSettings.sampling(60)));
  }

  private static List<String> byIndex(Ranking ranking) {
    String[] texts = new String[ranking.candidates().size()];
    ranking.candidates().forEach(candidate -> texts[candidate.index()] = candidate.text());
    return List.of(texts);
  }

  @Test
  void respond_prompts_ranksAllCandidatesOfEach() {
    FakeRewardModel reward = FakeRewardModel.counting('a');
    List<Ranking> rankings = bestOf(8, reward).respond(PROMPTS, GUIDELINE, SEED, Monitor.none());
    assertEquals(2, rankings.size());
    assertThrows(UnsupportedOperationException.class, rankings::clear);
    assertEquals(1, reward.calls.size(), "scored in one call");
    for (int i = 0; i < 2; i++) {
      Ranking ranking = rankings.get(i);
      assertEquals(8, new HashSet<>(byIndex(ranking)).size());
      for (int c = 0; c < 8; c++) {
        RewardQuery query = reward.calls.get(0).get(8 * i + c);
        assertEquals(RewardQuery.of(PROMPTS.get(i), byIndex(ranking).get(c), GUIDELINE), query);
      }
      double best =
          byIndex(ranking).stream().mapToDouble(BestOfNTest::countOfA).max().orElseThrow();
      assertEquals(best, ranking.best().score().value());
      assertEquals(best, countOfA(ranking.best().text()));
    }
  }

  private static double countOfA(String text) {
    return text.chars().filter(c -> c == 'a').count();
  }

  @Test
  void respond_text_isCutAndTrimmed() {
    FakeRewardModel reward = FakeRewardModel.counting('a');
    Ranking ranking = bestOf(1, reward).respond(PROMPTS, GUIDELINE, SEED, Monitor.none()).get(0);
    assertTrue(ranking.best().text().matches("[a-z]{30}"), ranking::toString);
  }

  @Test
  void respond_moreCandidatesOrFewerPrompts_keepTheOthers() {
    FakeRewardModel reward = FakeRewardModel.counting('a');
    List<Ranking> few = bestOf(3, reward).respond(PROMPTS, GUIDELINE, SEED, Monitor.none());
    List<Ranking> many = bestOf(9, reward).respond(PROMPTS, GUIDELINE, SEED, Monitor.none());
    assertEquals(byIndex(few.get(1)), byIndex(many.get(1)).subList(0, 3));
    assertEquals(
        few.get(1),
        bestOf(3, reward).respond(PROMPTS.subList(1, 2), GUIDELINE, SEED, Monitor.none()).get(0));
    Ranking other =
        bestOf(3, reward).respond(PROMPTS, GUIDELINE, new RunSeed(2), Monitor.none()).get(0);
    assertTrue(!other.equals(few.get(0)));
  }

  @Test
  void respond_monitor_hearsOfBothHalves() {
    List<Long> heard = new ArrayList<>();
    Set<Long> totals = new HashSet<>();
    bestOf(4, FakeRewardModel.counting('a'))
        .respond(
            PROMPTS,
            GUIDELINE,
            SEED,
            (done, total) -> {
              heard.add(done);
              totals.add(total);
            });
    assertEquals(Set.of(16L), totals);
    List<Long> expected = new ArrayList<>(LongStream.rangeClosed(0, 8).boxed().toList());
    expected.addAll(LongStream.rangeClosed(8, 16).boxed().toList());
    assertEquals(expected, heard);
  }

  @Test
  void respond_cancelled_stopsWritingAndScoring() {
    for (int most : new int[] {0, 3, 8, 12}) {
      FakeLanguageModel model = model();
      FakeRewardModel reward = FakeRewardModel.counting('a');
      BestOfN best =
          new BestOfN(
              model, reward, CHAT, new BestOfN.Settings(4, GenerationSettings.sampling(60)));
      Stopping monitor = new Stopping(most);
      assertThrows(
          CancellationException.class, () -> best.respond(PROMPTS, GUIDELINE, SEED, monitor));
      assertEquals(most, monitor.last);
      assertEquals(most > 8 ? 1 : 0, reward.calls.size());
    }
  }

  /** Cancels when so much is done. */
  private static final class Stopping implements Monitor {

    private final long most;
    private long last;

    Stopping(long most) {
      this.most = most;
    }

    @Override
    public void progressed(long done, long total) {
      last = done;
    }

    @Override
    public boolean isCancelled() {
      return last >= most;
    }
  }

  @Test
  void respond_template_saysWhereToStop() {
    FakeLanguageModel model = model();
    GenerationSettings sampling = GenerationSettings.sampling(60);
    new BestOfN(model, FakeRewardModel.counting('a'), CHAT, new BestOfN.Settings(1, sampling))
        .respond(PROMPTS, GUIDELINE, SEED, Monitor.none());
    assertEquals(List.of(CHAT.stopping(sampling)), model.settings());
    assertNotEquals(sampling, CHAT.stopping(sampling));
  }

  @Test
  void respond_everyCandidate_hasASeedOfItsOwn() {
    FakeLanguageModel model = model();
    new BestOfN(
            model,
            FakeRewardModel.counting('a'),
            CHAT,
            new BestOfN.Settings(4, GenerationSettings.sampling(60)))
        .respond(PROMPTS, GUIDELINE, SEED, Monitor.none());
    assertEquals(8, model.calls().get(0).stream().map(r -> r.seed()).distinct().count());
  }

  @Test
  void respond_nothing_isNothing() {
    assertEquals(
        List.of(),
        bestOf(4, FakeRewardModel.counting('a'))
            .respond(List.of(), GUIDELINE, SEED, Monitor.none()));
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void parts_null_areRefusedByName() {
    FakeRewardModel reward = FakeRewardModel.counting('a');
    BestOfN.Settings settings = new BestOfN.Settings(1, GenerationSettings.greedy(1));
    assertRequired("languageModel", () -> new BestOfN(null, reward, CHAT, settings));
    assertRequired("rewardModel", () -> new BestOfN(model(), null, CHAT, settings));
    assertRequired("template", () -> new BestOfN(model(), reward, null, settings));
    assertRequired("settings", () -> new BestOfN(model(), reward, CHAT, null));
    assertRequired("generation", () -> new BestOfN.Settings(1, null));
    assertRequired(
        "guideline", () -> bestOf(1, reward).respond(List.of(), null, SEED, Monitor.none()));
  }

  private static void assertRequired(String what, Runnable call) {
    assertEquals(what, assertThrows(NullPointerException.class, call::run).getMessage());
  }

  @Test
  void settings_noCandidate_areRefused() {
    assertEquals(
        "candidates: expected 1 or more, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new BestOfN.Settings(0, GenerationSettings.greedy(1)))
            .getMessage());
  }
}
