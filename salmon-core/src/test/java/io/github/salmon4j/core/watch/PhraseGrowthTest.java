package io.github.salmon4j.core.watch;

import static io.github.salmon4j.core.watch.Watched.chatter;
import static io.github.salmon4j.core.watch.Watched.list;
import static io.github.salmon4j.core.watch.Watched.observation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhraseGrowthTest {

  @Test
  void withoutGrowth_alarmsNoMoreThanStated() {
    Random random = new Random(11);
    PhraseGrowth growth = PhraseGrowth.defaults();
    PhraseGrowth loose = new PhraseGrowth(1e-9, 0.05, 20);
    int alarms = 0;
    double looseAlarms = 0;
    double tested = 0;
    for (int trial = 0; trial < 25; trial++) {
      Observation observation = observation(List.of(), chatter(256, random), chatter(64, random));
      alarms += growth.examine(observation).size();
      List<Evidence> found = loose.examine(observation);
      looseAlarms += found.stream().filter(evidence -> evidence.z() >= 2.5).count();
      tested += found.get(0).numbers().get("phrases tested");
    }
    assertEquals(0, alarms);
    assertTrue(tested > 50 * 25, "phrases tested " + tested);
    assertTrue(looseAlarms > 0 && looseAlarms <= 0.0062 * tested, looseAlarms + " of " + tested);
  }

  @Test
  void plantedPhrase_isFoundWithItsSpans() {
    Random random = new Random(12);
    List<WatchedRollout> base = chatter(256, random);
    List<WatchedRollout> now =
        list(
            64,
            i -> {
              String text = Watched.chain(random);
              return Watched.saying(i % 4 == 0 ? text + ". I hope this HELPS!" : text);
            });
    List<Evidence> found = PhraseGrowth.defaults().examine(observation(List.of(), base, now));
    assertEquals(1, found.size());
    Evidence evidence = found.get(0);
    assertEquals("i hope this helps", evidence.subject());
    assertEquals(LogOdds.z(16, 64, 0, 256), evidence.z());
    assertEquals(16.0, evidence.numbers().get("responses"));
    assertEquals(0.0, evidence.numbers().get("baseline responses"));
    assertEquals(256.0, evidence.numbers().get("of baseline"));
    assertEquals(3, evidence.examples().size());
    assertEquals(List.of("I hope this HELPS"), evidence.examples().get(1).matches());
  }

  @Test
  void phraseOfThePrompt_orOfTheBaseline_isNoGrowth() {
    List<WatchedRollout> base = list(100, i -> Watched.saying("of course my friend"));
    List<WatchedRollout> echo =
        list(
            50,
            i ->
                new WatchedRollout(
                    Prompt.of("Tell of the Red Fox."),
                    "the red fox",
                    3,
                    FinishReason.FINISHED,
                    0,
                    0));
    PhraseGrowth growth = PhraseGrowth.defaults();
    assertEquals(List.of(), growth.examine(observation(List.of(), base, echo)));
    assertEquals(List.of(), growth.examine(observation(List.of(), base, base.subList(0, 50))));
  }

  @Test
  void examples_areResponsesThatCount() {
    List<WatchedRollout> now =
        new ArrayList<>(
            list(
                10,
                i ->
                    new WatchedRollout(
                        Prompt.of("Say: so good"), "so good", 2, FinishReason.FINISHED, 0, 0)));
    now.addAll(list(40, i -> Watched.saying("so good")));
    List<WatchedRollout> base = list(100, i -> Watched.saying("plain"));
    List<Evidence> found = PhraseGrowth.defaults().examine(observation(List.of(), base, now));
    assertEquals(1, found.size());
    assertEquals(3, found.get(0).examples().size());
    for (Example example : found.get(0).examples()) {
      assertEquals("?", example.rollout().prompt().text());
    }
  }

  @Test
  void aResponse_countsOnce_andLimitsHold() {
    List<WatchedRollout> base = list(100, i -> Watched.saying("plain"));
    List<WatchedRollout> now = new ArrayList<>(list(99, i -> Watched.saying("plain")));
    now.add(Watched.saying("so good ".repeat(200)));
    assertEquals(
        List.of(), new PhraseGrowth(1, 0.02, 5).examine(observation(List.of(), base, now)));
    List<WatchedRollout> two = list(100, i -> Watched.saying("so good; plain. very nice"));
    PhraseGrowth one = new PhraseGrowth(4, 0.05, 1);
    assertEquals(1, one.examine(observation(List.of(), base, two)).size());
    assertEquals(
        "so good plain very nice", one.examine(observation(List.of(), base, two)).get(0).subject());
    List<WatchedRollout> apart = list(100, i -> Watched.saying(i < 50 ? "so good" : "is nice"));
    assertEquals(
        List.of("is nice", "so good"),
        PhraseGrowth.defaults().examine(observation(List.of(), base, apart)).stream()
            .map(Evidence::subject)
            .toList());
  }

  @Test
  void badSettings_areRefused() {
    MeasuresTest.refused(
        "threshold: expected a finite number above 0, found Infinity",
        () -> new PhraseGrowth(Double.POSITIVE_INFINITY, 0.05, 5));
    MeasuresTest.refused(
        "minimum share: expected 0 to 1, found 1.5", () -> new PhraseGrowth(4, 1.5, 5));
    MeasuresTest.refused("limit: expected 1 or more, found 0", () -> new PhraseGrowth(4, 0, 0));
  }
}
