package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener hears, in which order, and that it may stop a call at any moment. */
class GenerationListenerTest {

  private static final OnnxLanguageModel MODEL =
      TinyModels.language(
          EngineSettings.defaults().withThreads(1).withTokensPerRun(8).withRowsAtOnce(3));

  private static final GenerationSettings SETTINGS =
      new GenerationSettings(25, 1, 1, 0, Set.of(10, 50, 90, 130, 170, 210, 250, 290), Set.of());

  private static final List<GenerationRequest> REQUESTS =
      GenerationRequest.each(
          IntStream.of(1, 30, 5, 17, 9, 2, 40)
              .mapToObj(length -> TinyModels.tokens(length, length))
              .toList(),
          7);

  @AfterAll
  static void close() {
    MODEL.close();
  }

  /** Writes down everything it hears. */
  private static class Recorder implements GenerationListener {

    final List<String> events = new ArrayList<>();
    final List<List<Integer>> tokens = new ArrayList<>();
    final List<List<Float>> logProbs = new ArrayList<>();

    Recorder() {
      for (int row = 0; row < REQUESTS.size(); row++) {
        tokens.add(new ArrayList<>());
        logProbs.add(new ArrayList<>());
      }
    }

    @Override
    public void sampled(int row, int token, float logProb) {
      events.add("sampled " + row);
      tokens.get(row).add(token);
      logProbs.get(row).add(logProb);
    }

    @Override
    public void finished(int row, Generation generation) {
      events.add("finished " + row);
      assertEquals(tokens.get(row), generation.response().stream().boxed().toList());
      for (int t = 0; t < generation.logProbs().size(); t++) {
        assertEquals(logProbs.get(row).get(t), generation.logProbs().get(t));
      }
    }

    @Override
    public void progressed(long done, long total) {
      events.add("progressed " + done + " of " + total);
    }
  }

  @Test
  void generate_listener_hearsTokensThenTheResponseThenProgress() {
    Recorder recorder = new Recorder();
    List<Generation> generations = MODEL.generate(REQUESTS, SETTINGS, recorder);
    assertEquals("progressed 0 of 7", recorder.events.get(0));
    int done = 0;
    for (int i = 0; i < recorder.events.size(); i++) {
      String event = recorder.events.get(i);
      if (event.startsWith("finished")) {
        int row = Integer.parseInt(event.substring(9));
        done++;
        assertEquals("sampled " + row, recorder.events.get(i - 1));
        assertEquals("progressed " + done + " of 7", recorder.events.get(i + 1));
        List<String> later = recorder.events.subList(i + 1, recorder.events.size());
        assertTrue(!later.contains("sampled " + row), "row " + row);
        assertEquals(
            generations.get(row).response().stream().boxed().toList(), recorder.tokens.get(row));
      }
    }
    assertEquals(7, done);
  }

  /** The fourth prompt is begun as soon as one of the first three is done, the others going on. */
  @Test
  void generate_finishedRow_makesRoomAtOnce() {
    Recorder recorder = new Recorder();
    MODEL.generate(REQUESTS, SETTINGS, recorder);
    Set<String> open = new TreeSet<>();
    int most = 0;
    for (String event : recorder.events) {
      if (event.startsWith("sampled")) {
        open.add(event.substring(8));
      } else if (event.startsWith("finished")) {
        open.remove(event.substring(9));
      }
      most = Math.max(most, open.size());
    }
    assertEquals(3, most);
    int first = recorder.events.indexOf("sampled 3");
    List<String> before = recorder.events.subList(0, first);
    assertEquals(1, before.stream().filter(event -> event.startsWith("finished")).count());
    List<String> after = recorder.events.subList(first, recorder.events.size());
    assertTrue(after.stream().anyMatch(event -> event.matches("sampled [012]")), "others go on");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 20, 40})
  void generate_cancelledAfterAToken_stopsWithinAStepAndLeavesTheModelUsable(int enough) {
    List<Generation> expected = MODEL.generate(REQUESTS, SETTINGS, new Recorder());
    Recorder cancelling =
        new Recorder() {
          @Override
          public boolean isCancelled() {
            return sampled() >= enough;
          }

          private int sampled() {
            return tokens.stream().mapToInt(List::size).sum();
          }
        };
    assertThrows(CancellationException.class, () -> MODEL.generate(REQUESTS, SETTINGS, cancelling));
    int sampled = cancelling.tokens.stream().mapToInt(List::size).sum();
    assertTrue(sampled < enough + 3, "tokens after the cancellation: " + (sampled - enough));
    assertEquals(expected, MODEL.generate(REQUESTS, SETTINGS, new Recorder()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sampled", "finished", "progressed", "isCancelled"})
  void generate_listenerThatThrows_passesItOnAndLeavesTheModelUsable(String where) {
    IllegalCallerException thrown = new IllegalCallerException(where);
    GenerationListener throwing =
        new GenerationListener() {
          private int calls;

          private void called(String what, int late) {
            calls += what.equals(where) ? 1 : 0;
            if (what.equals(where) && calls == late) {
              throw thrown;
            }
          }

          @Override
          public void sampled(int row, int token, float logProb) {
            called("sampled", 9);
          }

          @Override
          public void finished(int row, Generation generation) {
            called("finished", 2);
          }

          @Override
          public void progressed(long done, long total) {
            called("progressed", 3);
          }

          @Override
          public boolean isCancelled() {
            called("isCancelled", 6);
            return false;
          }
        };
    assertSame(
        thrown,
        assertThrows(
            IllegalCallerException.class, () -> MODEL.generate(REQUESTS, SETTINGS, throwing)));
    List<TokenIds> prompts = List.of(TinyModels.tokens(1, 4));
    assertEquals(
        1, MODEL.generate(prompts, GenerationSettings.greedy(2), 7, Monitor.none()).size());
  }
}
