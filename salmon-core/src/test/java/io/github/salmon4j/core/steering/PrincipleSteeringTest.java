package io.github.salmon4j.core.steering;

import static io.github.salmon4j.core.steering.Plans.TWO;
import static io.github.salmon4j.core.steering.Plans.change;
import static io.github.salmon4j.core.steering.Plans.first;
import static io.github.salmon4j.core.steering.Plans.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PlanJson;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSource;
import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrincipleSteeringTest {

  private final List<PlanRecord> heard = new ArrayList<>();
  private final PrincipleSteering steering =
      PrincipleSteering.start(first(), TWO, Plans.clock(), heard::add);

  @TempDir Path folder;

  @Test
  void replace_isVersionedTimedAndTold() {
    PlanRecord entry = steering.replace(change("more", "b", "a", "d"));
    assertSame(entry.plan(), steering.current());
    assertEquals(new PrinciplePlan(1, set("b", "a", "d"), set("X")), steering.current());
    assertEquals(Plans.NOON.plusSeconds(1), entry.time());
    assertEquals("more", entry.reason());
    assertEquals(PlanOrigin.PROGRAM, entry.origin());
    assertEquals(
        new SetDifference(List.of("d"), List.of("c"), List.of(), List.of("b", "a")),
        entry.principles());
    assertTrue(entry.interventions().isEmpty());
    assertEquals(steering.history(), heard);
    assertEquals(2, heard.size());
    assertEquals(PlanOrigin.START, heard.get(0).origin());
    assertEquals(List.of("a", "b", "c"), heard.get(0).principles().added());
  }

  @Test
  void replace_byWhatHolds_isNoChange() {
    PlanRecord entry = steering.replace(change("again", "a", "b", "c"));
    assertEquals(0, entry.plan().version());
    assertEquals(1, heard.size());
    assertEquals(1, steering.history().size());
  }

  @Test
  void replace_notDrawable_keepsTheOldPlan() {
    assertEquals(
        "principle pool: expected at least 2 principles, found 1",
        assertThrows(IllegalArgumentException.class, () -> steering.replace(change("r", "a")))
            .getMessage());
    assertEquals(first(), steering.current());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            PrincipleSteering.start(
                PrinciplePlan.first(set("a"), set()), TWO, Plans.clock(), PlanListener.none()));
    assertEquals(
        "version: expected 0, found 3",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    PrincipleSteering.start(
                        new PrinciplePlan(3, set("a", "b"), set()),
                        TWO,
                        Plans.clock(),
                        PlanListener.none()))
            .getMessage());
  }

  @Test
  void replace_ofAnotherVersion_isRefused() {
    steering.replace(0, change("one", "a", "b"));
    assertEquals(
        "plan version: expected 0, found 1",
        assertThrows(
                IllegalStateException.class, () -> steering.replace(0, change("two", "b", "c")))
            .getMessage());
    assertEquals(1, steering.current().version());
    steering.replace(1, change("two", "b", "c"));
    assertEquals(2, steering.current().version());
  }

  @Test
  void listenerThatFails_keepsTheOldPlan() {
    PrincipleSteering guarded =
        PrincipleSteering.start(
            first(),
            TWO,
            Plans.clock(),
            entry -> {
              if (entry.plan().version() == 1) {
                throw new IllegalStateException("disk full");
              }
            });
    assertThrows(IllegalStateException.class, () -> guarded.replace(change("r", "a", "b")));
    assertEquals(first(), guarded.current());
    assertEquals(1, guarded.history().size());
  }

  @Test
  void poll_followsTheFile() throws IOException {
    Path file = folder.resolve("plan.json");
    FilePoll missing = steering.poll(file);
    assertTrue(
        assertInstanceOf(FilePoll.Refused.class, missing)
            .why()
            .startsWith(file + ": expected a file to read, found "));
    PlanJson.write(change("edited", "a", "d"), file);
    PlanRecord entry = assertInstanceOf(FilePoll.Applied.class, steering.poll(file)).entry();
    assertEquals(PlanOrigin.FILE, entry.origin());
    assertEquals("edited", entry.reason());
    assertEquals(1, steering.current().version());
    assertInstanceOf(FilePoll.Unchanged.class, steering.poll(file));
    assertEquals(2, steering.history().size());
  }

  @Test
  void poll_listenerThatFails_isRefusedAndTriedAgain() {
    List<PlanRecord> told = new ArrayList<>();
    boolean[] full = {false};
    PrincipleSteering guarded =
        PrincipleSteering.start(
            first(),
            TWO,
            Plans.clock(),
            entry -> {
              if (full[0]) {
                throw new UncheckedIOException(new IOException("disk full"));
              }
              told.add(entry);
            });
    Path file = folder.resolve("plan.json");
    PlanJson.write(change("edited", "a", "d"), file);
    full[0] = true;
    String why = assertInstanceOf(FilePoll.Refused.class, guarded.poll(file)).why();
    assertTrue(why.contains("plan.json") && why.contains("disk full"), why);
    assertEquals(first(), guarded.current());
    full[0] = false;
    assertInstanceOf(FilePoll.Applied.class, guarded.poll(file));
    assertEquals(1, guarded.current().version());
    assertEquals(2, told.size());
  }

  @Test
  void poll_badFile_isRefusedUntilItIsRight() throws IOException {
    Path file = folder.resolve("plan.json");
    String text = PlanJson.format(change("edited", "a", "d"));
    for (int end = 0; end < text.length() - 2; end += 7) {
      Files.writeString(file, text.substring(0, end));
      assertInstanceOf(FilePoll.Refused.class, steering.poll(file));
      assertInstanceOf(FilePoll.Refused.class, steering.poll(file));
    }
    Files.write(file, new byte[] {(byte) 0xff});
    assertEquals(
        new FilePoll.Refused(file + ": expected UTF-8, found other bytes"), steering.poll(file));
    PlanJson.write(change("too few", "a"), file);
    assertEquals(
        new FilePoll.Refused("principle pool: expected at least 2 principles, found 1"),
        steering.poll(file));
    assertEquals(first(), steering.current());
    Files.writeString(file, text);
    assertInstanceOf(FilePoll.Applied.class, steering.poll(file));
  }

  @Test
  void poll_doesNotUndoTheProgram_untilTheFileIsEdited() {
    Path file = folder.resolve("plan.json");
    PlanJson.write(change("as it is", "a", "b", "c"), file);
    assertInstanceOf(FilePoll.Unchanged.class, steering.poll(file));
    steering.replace(change("by program", "a", "b"));
    assertInstanceOf(FilePoll.Unchanged.class, steering.poll(file));
    PrincipleSteering resumed = restore(steering.save());
    assertInstanceOf(FilePoll.Unchanged.class, resumed.poll(file));
    assertEquals(set("a", "b"), resumed.current().principles());
    PlanJson.write(change("back, please", "a", "b", "c"), file);
    assertInstanceOf(FilePoll.Applied.class, resumed.poll(file));
  }

  @Test
  void watching_looksWhenAsked() {
    Path file = folder.resolve("plan.json");
    List<FilePoll> polls = new ArrayList<>();
    PrincipleSource source = steering.watching(file, polls::add);
    assertEquals(0, polls.size());
    assertEquals(0, source.current().version());
    PlanJson.write(change("edited", "a", "d"), file);
    assertEquals(1, source.current().version());
    assertInstanceOf(FilePoll.Refused.class, polls.get(0));
    assertInstanceOf(FilePoll.Applied.class, polls.get(1));
  }

  @Test
  void restore_goesOnWithTheVeryPlan() {
    steering.replace(change("one \u00e4 \"q\"", "b", "c", "d"));
    steering.replace(new PlanChange(set("b", "c"), PrincipleSet.of(), "two\nlines"));
    byte[] state = steering.save();
    heard.clear();
    PrincipleSteering resumed = restore(state);
    assertEquals(steering.current(), resumed.current());
    assertEquals(steering.history(), resumed.history());
    assertArrayEquals(state, resumed.save());
    assertEquals(List.of(PlanOrigin.RESUMED), heard.stream().map(PlanRecord::origin).toList());
    assertEquals(resumed.current(), heard.get(0).plan());
    assertTrue(heard.get(0).principles().isEmpty());
    assertEquals(3, resumed.replace(change("three", "a", "b")).plan().version());
  }

  @Test
  void restore_otherBytes_isRefused() {
    String state = new String(steering.save(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "{}",
            "no",
            state.substring(0, state.length() - 1),
            state.replace("steering-1", "steering-2"),
            state.replace("Do a.", "Do b."),
            state.replace("\"version\":0", "\"version\":1"),
            state.replace("START", "STRAT"),
            state.replace("2024-05-01T", "2024-05-01 "),
            state.replaceAll("\"history\":.*", "\"history\":[]}"),
            state.replace("seenFile", "seen"))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> restore(bad.getBytes(StandardCharsets.UTF_8)),
                  bad)
              .getMessage();
      assertTrue(message.startsWith("steering state: "), message);
    }
  }

  @Test
  void manyThreads_loseNoChange() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    IntStream.range(0, 100)
        .forEach(i -> threads.execute(() -> steering.replace(change("r" + i, "a", "n" + i))));
    threads.shutdown();
    assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(100, steering.current().version());
    List<PlanRecord> history = steering.history();
    for (int i = 0; i <= 100; i++) {
      assertEquals(i, history.get(i).plan().version());
    }
    assertEquals(101, history.stream().map(PlanRecord::reason).distinct().count());
    assertSame(history.get(100).plan(), steering.current());
  }

  private PrincipleSteering restore(byte[] state) {
    return PrincipleSteering.restore(state, TWO, Plans.clock(), heard::add);
  }
}
