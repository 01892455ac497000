package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelRunTest {

  private static final PrincipleSet PRINCIPLES = Pairs.PRINCIPLES;

  /** About two pairs a call. */
  private static final JudgeSettings SETTINGS = new JudgeSettings(1536, 7000);

  private static final AcceptanceRule ANY = AcceptanceRule.ordersAgree();

  @TempDir Path folder;
  private Path file;
  private final HashModel model = new HashModel();
  private final Judge judge = new Judge(model, SETTINGS);
  private final LabelIdentity identity = judge.identity("hash model", PRINCIPLES);

  @BeforeEach
  void name() {
    file = folder.resolve("labels.jsonl");
  }

  private Labeling run(Path log, List<ResponsePair> pairs, Monitor monitor) {
    try (LabelLog open = LabelLog.open(log, identity)) {
      return new LabelRun(judge, open).run(pairs, PRINCIPLES, ANY, monitor);
    }
  }

  private int pairsAsked() {
    return model.calls.stream().mapToInt(List::size).sum() / (2 * PRINCIPLES.size());
  }

  @Test
  void run_labels_areTheJudges() {
    List<ResponsePair> pairs = Pairs.pairs(7);
    List<PreferenceLabel> direct = judge.label(pairs, PRINCIPLES, Monitor.none());
    assertTrue(model.calls.size() > 2 && model.calls.size() < 7, "pairs share calls");
    Labeling logged = run(file, pairs, Monitor.none());
    assertEquals(direct, logged.labels());
    assertEquals(direct, run(file, pairs, Monitor.none()).labels());
  }

  @Test
  void run_known_isNotJudgedAgainAndCostsNothing() {
    List<ResponsePair> pairs = Pairs.pairs(5);
    BudgetReport budget = run(file, pairs, Monitor.none()).budget();
    assertEquals(5, budget.pairs());
    assertEquals(15, budget.labels());
    model.calls.clear();
    assertEquals(BudgetReport.none(), run(file, pairs, Monitor.none()).budget());
    assertEquals(List.of(), model.calls);
    List<ResponsePair> more = new ArrayList<>(Pairs.pairs(8));
    Collections.reverse(more);
    List<String> heard = new ArrayList<>();
    Labeling labeling = run(file, more, (done, total) -> heard.add(done + "/" + total));
    assertEquals(3, pairsAsked());
    assertEquals(3, labeling.budget().pairs());
    assertEquals("15/24", heard.get(0));
    assertEquals("24/24", heard.get(heard.size() - 1));
    assertEquals(
        more,
        labeling.labels().stream().map(PreferenceLabel::pair).distinct().toList(),
        "labels in the order of the pairs");
  }

  @Test
  void run_repeatedPair_isJudgedOnce() {
    List<ResponsePair> pairs = List.of(Pairs.pair(1), Pairs.pair(0), Pairs.pair(1));
    List<PreferenceLabel> labels = run(file, pairs, Monitor.none()).labels();
    assertEquals(2, pairsAsked());
    assertEquals(labels.subList(0, 3), labels.subList(6, 9));
    assertEquals(9, labels.size());
  }

  /** The hash model's numbers depend on a call's company, so each call must be the same again. */
  @Test
  void run_afterAKillAtAnyByte_endsWithTheSameFile() throws IOException {
    List<ResponsePair> pairs = Pairs.pairs(6);
    List<PreferenceLabel> labels = run(file, pairs, Monitor.none()).labels();
    byte[] whole = Files.readAllBytes(file);
    int lastCall = new String(whole, StandardCharsets.UTF_8).lastIndexOf("\"left\":1") - 80;
    for (int length = 0; length < whole.length; length += length < lastCall ? 41 : 1) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(labels, run(file, pairs, Monitor.none()).labels());
      assertEquals(-1, Arrays.mismatch(whole, Files.readAllBytes(file)), "from " + length);
    }
  }

  @Test
  void run_cancelledAtRandomMoments_endsWithTheSameFile() throws IOException {
    List<ResponsePair> pairs = Pairs.pairs(30);
    run(file, pairs, Monitor.none());
    Random random = new Random(7);
    for (int round = 0; round < 12; round++) {
      Path other = folder.resolve("cancelled-" + round);
      for (boolean finished = false; !finished; ) {
        Stopping stopping = new Stopping(Long.MAX_VALUE);
        stopping.askedMost = random.nextInt(150);
        try {
          run(other, pairs, stopping);
          finished = true;
        } catch (CancellationException e) {
          try (LabelLog log = LabelLog.open(other, identity)) {
            assertEquals(stopping.done, 3L * log.size(), "heard of what is on the disk");
          }
        }
      }
      assertEquals(-1, Files.mismatch(file, other));
    }
  }

  @Test
  void run_modelThatFails_keepsFinishedCalls() throws IOException {
    List<ResponsePair> pairs = Pairs.pairs(6);
    run(file, pairs, Monitor.none());
    Path other = folder.resolve("failed");
    HashModel failing =
        new HashModel() {
          @Override
          public List<TokenLogProbs> nextLogProbs(
              List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
            if (calls.size() == 1) {
              close();
            }
            return super.nextLogProbs(prompts, candidates, monitor);
          }
        };
    try (LabelLog log = LabelLog.open(other, identity)) {
      LabelRun run = new LabelRun(new Judge(failing, SETTINGS), log);
      assertThrows(IllegalStateException.class, () -> run.label(pairs, PRINCIPLES, Monitor.none()));
      assertTrue(log.size() > 0 && log.size() < 6);
    }
    run(other, pairs, Monitor.none());
    assertEquals(-1, Files.mismatch(file, other));
  }

  @Test
  void run_otherPrinciples_areRefused() {
    PrincipleSet other = PrincipleSet.of(Principle.of("Kind", "Be kind."));
    try (LabelLog log = LabelLog.open(file, identity)) {
      LabelRun run = new LabelRun(judge, log);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> run.label(Pairs.pairs(1), other, Monitor.none()));
      assertEquals("principles: expected " + PRINCIPLES + ", found " + other, e.getMessage());
    }
  }

  @Test
  void labelRun_logOfAnotherJudge_isRefused() {
    try (LabelLog log = LabelLog.open(file, identity)) {
      Judge shorter = new Judge(model, new JudgeSettings(1000, 9000));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> new LabelRun(shorter, log));
      assertTrue(e.getMessage().startsWith("identity of the log: expected "), e.getMessage());
    }
  }
}
