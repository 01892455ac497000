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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class GuidedDecoderTest {

  private static final RunSeed SEED = new RunSeed(1);
  private static final Guideline GUIDELINE = Guideline.of(Principle.of("A", "Has many a."));
  private static final ChatTemplate CHAT = ChatTemplate.salmon("");
  private static final Prompt PROMPT = Prompt.of("Say a.");
  private static final String HEAD = "### Assistant\n";

  private final FakeRewardModel reward = FakeRewardModel.counting('a');

  /** Goes on for ever. */
  private static FakeLanguageModel endless() {
    return new FakeLanguageModel(400, (text, random) -> FakeLanguageModel.letters(random, 100));
  }

  private Ranking respond(FakeLanguageModel model, int beams, int keep, int segments, int tokens) {
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(beams, keep, segments, GenerationSettings.sampling(tokens));
    return new GuidedDecoder(model, reward, CHAT, settings)
        .respond(PROMPT, GUIDELINE, SEED, Monitor.none());
  }

  private static String soFar(String text) {
    return text.substring(text.indexOf(HEAD) + HEAD.length());
  }

  @Test
  void respond_oneSegment_isBestOfN() {
    Ranking best =
        new BestOfN(
                endless(), reward, CHAT, new BestOfN.Settings(6, GenerationSettings.sampling(20)))
            .respond(List.of(PROMPT), GUIDELINE, SEED, Monitor.none())
            .get(0);
    Ranking guided = respond(endless(), 6, 6, 1, 20);
    assertEquals(
        best.candidates().stream().map(Candidate::text).toList(),
        guided.candidates().stream().map(Candidate::text).toList());
  }

  @Test
  void respond_segments_continueTheBestBeginnings() {
    FakeLanguageModel model = endless();
    Ranking ranking = respond(model, 4, 2, 3, 10);
    assertEquals(3, model.calls().size());
    assertEquals(List.of(4, 8, 8), model.calls().stream().map(List::size).toList());
    for (int segment = 1; segment < 3; segment++) {
      List<String> scored =
          reward.calls.get(segment - 1).stream().map(query -> query.response()).toList();
      List<String> best =
          Ranking.of(PROMPT, scored, GUIDELINE, FakeRewardModel.counting('a'), Monitor.none())
              .candidates()
              .subList(0, 2)
              .stream()
              .map(Candidate::text)
              .toList();
      List<String> continued =
          model.calls().get(segment).stream()
              .map(request -> soFar(model.decode(request.prompt())))
              .distinct()
              .toList();
      assertEquals(best, continued);
    }
    assertEquals(2, ranking.candidates().size());
    assertEquals(30, ranking.best().text().length());
    long seeds = model.calls().stream().flatMap(List::stream).map(r -> r.seed()).distinct().count();
    assertEquals(20, seeds, "every proposal has its own seed");
  }

  @Test
  void respond_moreSegments_scoresMoreThanOneLongSample() {
    double guided = respond(endless(), 8, 2, 6, 5).best().score().value();
    double sampled = respond(endless(), 1, 1, 1, 30).best().score().value();
    assertTrue(guided > sampled + 2, guided + " against " + sampled);
  }

  @Test
  void respond_finishedBeams_stayInThePoolAndAreNotContinued() {
    FakeLanguageModel model =
        new FakeLanguageModel(
            400,
            (text, random) ->
                soFar(text).isEmpty() && random.nextBoolean() ? "aaaa" : "b".repeat(50));
    Ranking ranking = respond(model, 8, 8, 3, 10);
    assertEquals("aaaa", ranking.best().text());
    assertTrue(model.calls().size() == 3);
    for (var request : model.calls().get(1)) {
      assertEquals("b".repeat(10), soFar(model.decode(request.prompt())));
    }
    long finished = ranking.candidates().stream().filter(c -> c.text().equals("aaaa")).count();
    assertTrue(finished > 1 && finished < 8);
  }

  @Test
  void respond_allFinished_endsEarly() {
    FakeLanguageModel model = new FakeLanguageModel(400, (text, random) -> "done");
    assertEquals("done", respond(model, 2, 1, 5, 10).best().text());
    assertEquals(1, model.calls().size());
  }

  @Test
  void respond_stopAcrossTwoSegments_isSeen() {
    String whole = "12345678##" + "# User\nmore";
    FakeLanguageModel model =
        new FakeLanguageModel(400, (text, random) -> whole.substring(soFar(text).length()));
    assertEquals("12345678", respond(model, 1, 1, 5, 10).best().text());
    assertEquals(2, model.calls().size());
  }

  @Test
  void respond_fullContext_ends() {
    int size = CHAT.encode(PROMPT, endless()).size();
    FakeLanguageModel model =
        new FakeLanguageModel(size + 12, (text, random) -> FakeLanguageModel.letters(random, 99));
    assertEquals(12, respond(model, 2, 2, 5, 6).best().text().length());
    assertEquals(2, model.calls().size());
  }

  @Test
  void respond_seed_decides() {
    assertEquals(respond(endless(), 4, 2, 3, 10), respond(endless(), 4, 2, 3, 10));
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(4, 2, 3, GenerationSettings.sampling(10));
    assertNotEquals(
        respond(endless(), 4, 2, 3, 10),
        new GuidedDecoder(endless(), reward, CHAT, settings)
            .respond(PROMPT, GUIDELINE, new RunSeed(2), Monitor.none()));
  }

  @Test
  void respond_monitor_hearsSegmentsAndCancels() {
    List<Long> heard = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {
            assertEquals(3, total);
            heard.add(done);
          }

          @Override
          public boolean isCancelled() {
            return heard.size() > 2;
          }
        };
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(2, 1, 3, GenerationSettings.sampling(5));
    GuidedDecoder decoder = new GuidedDecoder(endless(), reward, CHAT, settings);
    assertThrows(
        CancellationException.class, () -> decoder.respond(PROMPT, GUIDELINE, SEED, monitor));
    assertEquals(List.of(0L, 1L, 2L), heard);
  }

  @Test
  void respond_monitor_hearsTheEnd_alsoWhenItComesEarly() {
    FakeLanguageModel done = new FakeLanguageModel(400, (text, random) -> "done");
    assertEquals(List.of(0L, 1L, 2L, 3L), heard(endless()));
    assertEquals(List.of(0L, 3L), heard(done));
  }

  private List<Long> heard(FakeLanguageModel model) {
    List<Long> heard = new ArrayList<>();
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(2, 1, 3, GenerationSettings.sampling(5));
    new GuidedDecoder(model, reward, CHAT, settings)
        .respond(PROMPT, GUIDELINE, SEED, (done, total) -> heard.add(done));
    return heard;
  }

  @Test
  void respond_cancelledWithinASegment_stopsAtOnce() {
    Cancelling monitor = new Cancelling();
    List<String> written = new ArrayList<>();
    FakeLanguageModel whileWriting =
        new FakeLanguageModel(
            400,
            (text, random) -> {
              written.add(text);
              monitor.cancelled = true;
              return "a".repeat(100);
            });
    assertCancelled(whileWriting, reward, monitor);
    assertEquals(1, written.size());
    assertEquals(0, reward.calls.size());

    monitor.cancelled = false;
    List<String> scored = new ArrayList<>();
    FakeRewardModel whileScoring =
        new FakeRewardModel(
            text -> {
              scored.add(text);
              monitor.cancelled = true;
              return 0;
            });
    assertCancelled(endless(), whileScoring, monitor);
    assertEquals(1, scored.size());
  }

  private static void assertCancelled(
      FakeLanguageModel model, FakeRewardModel reward, Monitor monitor) {
    GuidedDecoder decoder =
        new GuidedDecoder(
            model,
            reward,
            CHAT,
            new GuidedDecoder.Settings(4, 2, 3, GenerationSettings.sampling(5)));
    assertThrows(
        CancellationException.class, () -> decoder.respond(PROMPT, GUIDELINE, SEED, monitor));
  }

  private static final class Cancelling implements Monitor {

    private boolean cancelled;

    @Override
    public void progressed(long done, long total) {}

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }

  @Test
  void respond_equalScores_areInOrder_finishedOnesFirst() {
    FakeRewardModel zeros = new FakeRewardModel(text -> text.hashCode() % 2 == 0 ? 0.0 : -0.0);
    FakeLanguageModel model =
        new FakeLanguageModel(
            400,
            (text, random) ->
                soFar(text).isEmpty() && random.nextInt(3) == 0
                    ? "end"
                    : FakeLanguageModel.letters(random, 50));
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(9, 9, 2, GenerationSettings.sampling(10));
    Ranking ranking =
        new GuidedDecoder(model, zeros, CHAT, settings)
            .respond(PROMPT, GUIDELINE, SEED, Monitor.none());
    List<String> expected = new ArrayList<>();
    zeros.calls.get(0).stream().map(q -> q.response()).filter("end"::equals).forEach(expected::add);
    assertTrue(expected.size() > 1 && expected.size() < 8, expected::toString);
    zeros.calls.get(1).stream().map(q -> q.response()).forEach(expected::add);
    assertEquals(
        expected.subList(0, 9), ranking.candidates().stream().map(Candidate::text).toList());
  }

  @Test
  void respond_candidates_areNumberedByRank() {
    assertEquals(
        List.of(0, 1, 2),
        respond(endless(), 2, 3, 3, 5).candidates().stream().map(Candidate::index).toList());
  }

  @Test
  void respond_moreKeptThanSampled_seedsAreDistinct() {
    FakeLanguageModel model = endless();
    respond(model, 2, 4, 5, 3);
    assertEquals(List.of(2, 4, 8, 8, 8), model.calls().stream().map(List::size).toList());
    assertEquals(
        30, model.calls().stream().flatMap(List::stream).map(r -> r.seed()).distinct().count());
  }

  @Test
  void respond_template_saysWhereToStop() {
    FakeLanguageModel model = endless();
    respond(model, 1, 1, 2, 5);
    GenerationSettings stopping = CHAT.stopping(GenerationSettings.sampling(5));
    assertEquals(List.of(stopping, stopping), model.settings());
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void parts_null_areRefusedByName() {
    GuidedDecoder.Settings settings =
        new GuidedDecoder.Settings(1, 1, 1, GenerationSettings.sampling(1));
    assertRequired("languageModel", () -> new GuidedDecoder(null, reward, CHAT, settings));
    assertRequired("rewardModel", () -> new GuidedDecoder(endless(), null, CHAT, settings));
    assertRequired("template", () -> new GuidedDecoder(endless(), reward, null, settings));
    assertRequired("settings", () -> new GuidedDecoder(endless(), reward, CHAT, null));
    assertRequired("segment", () -> new GuidedDecoder.Settings(1, 1, 1, null));
  }

  private static void assertRequired(String what, Runnable call) {
    assertEquals(what, assertThrows(NullPointerException.class, call::run).getMessage());
  }

  @Test
  void settings_notPositive_areRefused() {
    GenerationSettings segment = GenerationSettings.sampling(1);
    assertRefused("beams", () -> new GuidedDecoder.Settings(0, 1, 1, segment));
    assertRefused("keep", () -> new GuidedDecoder.Settings(1, 0, 1, segment));
    assertRefused("max segments", () -> new GuidedDecoder.Settings(1, 1, 0, segment));
  }

  private static void assertRefused(String what, Runnable call) {
    assertEquals(
        what + ": expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
