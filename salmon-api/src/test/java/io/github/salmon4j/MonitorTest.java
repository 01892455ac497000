package io.github.salmon4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MonitorTest {

  @Test
  void checkpoint_reportsThenContinues() {
    List<String> heard = new ArrayList<>();
    Monitor monitor = (done, total) -> heard.add(done + "/" + total);
    monitor.checkpoint(1, 3);
    monitor.checkpoint(3, 3);
    assertEquals(List.of("1/3", "3/3"), heard);
  }

  @Test
  void checkpoint_cancelled_reportsBeforeItThrows() {
    List<Long> heard = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {
            heard.add(done);
          }

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    CancellationException thrown =
        assertThrows(CancellationException.class, () -> monitor.checkpoint(2, 5));
    assertEquals("cancelled after 2 of 5", thrown.getMessage());
    assertEquals(List.of(2L), heard);
  }

  @Test
  void none_neverCancels() {
    Monitor.none().checkpoint(0, 0);
    assertFalse(Monitor.none().isCancelled());
  }
}
