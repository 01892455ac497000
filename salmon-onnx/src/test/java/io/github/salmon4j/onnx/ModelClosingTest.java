package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a model: what calls may expect of its end, and of each other. */
@Timeout(60)
class ModelClosingTest {

  /** A call of either model, given a monitor. */
  private record Call(String name, AutoCloseable model, Task task) {

    interface Task {
      Object run(Monitor monitor);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<TokenIds> inputs() {
    return List.of(TinyModels.tokens(1, 20), TinyModels.tokens(2, 40), TinyModels.tokens(3, 9));
  }

  static Stream<Call> calls() {
    OnnxRewardModel reward = TinyModels.reward();
    OnnxLanguageModel scoring = TinyModels.language();
    OnnxLanguageModel generating = TinyModels.language();
    List<TokenSequence> sequences =
        inputs().stream().map(ids -> new TokenSequence(ids, TinyModels.tokens(4, 5))).toList();
    return Stream.of(
        new Call("scoreTokens", reward, monitor -> reward.scoreTokens(inputs(), monitor)),
        new Call("logProbs", scoring, monitor -> scoring.logProbs(sequences, 1, monitor)),
        new Call(
            "generate",
            generating,
            monitor -> generating.generate(inputs(), GenerationSettings.greedy(5), 7, monitor)));
  }

  /** Holds a call up when it first reports. */
  private static final class Brake implements Monitor {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void progressed(long done, long total) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void close_whileACallRuns_waitsForIt(Call call) throws Exception {
    Object expected = call.task().run(Monitor.none());
    Brake brake = new Brake();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Future<Object> running = executor.submit(() -> call.task().run(brake));
    brake.reached.await();
    Thread closing = new Thread(() -> assertCloses(call.model()));
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      assertTrue(closing.isAlive(), "closed under a running call");
      Thread.onSpinWait();
    }
    brake.released.countDown();
    assertEquals(expected, running.get());
    closing.join();
    assertThrows(IllegalStateException.class, () -> call.task().run(Monitor.none()));
    executor.shutdown();
  }

  private static void assertCloses(AutoCloseable model) {
    try {
      model.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void close_byTheCallItself_isRefused(Call call) throws Exception {
    Monitor closing = (done, total) -> assertCloses(call.model());
    AssertionError e = assertThrows(AssertionError.class, () -> call.task().run(closing));
    assertTrue(e.getCause() instanceof IllegalStateException, "found " + e.getCause());
    call.task().run(Monitor.none());
    call.model().close();
  }

  @Test
  void calls_closedModel_throwIllegalStateException() {
    OnnxRewardModel reward = TinyModels.reward();
    OnnxLanguageModel language = TinyModels.language();
    reward.close();
    language.close();
    reward.close();
    language.close();
    GenerationSettings greedy = GenerationSettings.greedy(1);
    Monitor none = Monitor.none();
    for (Runnable call :
        List.<Runnable>of(
            () -> reward.scoreTokens(inputs(), none),
            () -> reward.scoreTokens(List.of(), none),
            () -> reward.score(List.of(), none),
            () -> language.generate(inputs(), greedy, 7, none),
            () -> language.generate(List.of(), greedy, 7, none),
            () -> language.logProbs(List.of(), 1, none),
            () -> language.tokenizer().encode("a"),
            () -> reward.tokenizer().decode(TokenIds.of(3)))) {
      String message = assertThrows(IllegalStateException.class, call::run).getMessage();
      assertTrue(message.endsWith(": expected it open, found it closed"), message);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void calls_manyThreadsAtOnce_equalOneAfterTheOther(Call call) throws Exception {
    Object expected = call.task().run(Monitor.none());
    Callable<Object> task = () -> call.task().run(Monitor.none());
    ExecutorService executor = Executors.newFixedThreadPool(8);
    for (Future<Object> result : executor.invokeAll(Collections.nCopies(24, task))) {
      assertEquals(expected, result.get());
    }
    executor.shutdown();
    call.model().close();
  }

  @Test
  void scoreTokens_whileAnotherThreadCloses_finishesOrIsRefused() throws Exception {
    for (int round = 0; round < 3; round++) {
      OnnxRewardModel model = TinyModels.reward();
      List<Double> expected = model.scoreTokens(inputs(), Monitor.none());
      ExecutorService executor = Executors.newFixedThreadPool(4);
      List<Future<List<Double>>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(executor.submit(() -> model.scoreTokens(inputs(), Monitor.none())));
      }
      calls.get(2).get();
      model.close();
      for (Future<List<Double>> call : calls) {
        try {
          assertEquals(expected, call.get());
        } catch (ExecutionException e) {
          assertEquals(IllegalStateException.class, e.getCause().getClass());
        }
      }
      executor.shutdown();
    }
  }
}
