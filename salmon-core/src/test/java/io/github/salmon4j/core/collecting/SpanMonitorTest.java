package io.github.salmon4j.core.collecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.ppo.StepPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanMonitorTest {

  @Test
  void part_isScaledToItsShare() {
    List<Long> heard = new ArrayList<>();
    Monitor whole = (done, total) -> heard.add(100 * done + total);
    SpanMonitor part = new SpanMonitor(whole, 4, 8, 20);
    part.progressed(0, 4);
    part.progressed(3, 4);
    part.progressed(4, 4);
    part.progressed(0, 0);
    assertEquals(List.of(420L, 1020L, 1220L, 1220L), heard);
    assertFalse(part.isCancelled());
  }

  @Test
  void whole_cancelsThePart() {
    Monitor whole =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertTrue(new SpanMonitor(whole, 0, 1, 1).isCancelled());
  }

  @Test
  void part_beyondTheWhole_isRejected() {
    assertEquals(
        "span: expected within 4, found 3 after 2",
        assertThrows(IllegalArgumentException.class, () -> new SpanMonitor(Monitor.none(), 2, 3, 4))
            .getMessage());
  }

  @Test
  void clock_addsUpPhases() {
    long[] now = {0};
    StepClock clock = new StepClock(() -> now[0]);
    now[0] = 1_000_000_000;
    clock.enter(StepPhase.SCORE);
    now[0] = 3_000_000_000L;
    clock.enter(StepPhase.GENERATE);
    now[0] = 3_500_000_000L;
    clock.stop();
    clock.stop();
    assertEquals(Map.of(StepPhase.GENERATE, 1.5, StepPhase.SCORE, 2.0), clock.seconds());
    assertEquals(StepPhase.GENERATE, clock.phase());
  }
}
