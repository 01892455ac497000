package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void share_hitsAndMisses_areCountedInAllAndByAspect() {
    Tally tally = new Tally();
    tally.add(Aspect.HONEST, true);
    tally.add(Aspect.HONEST, false);
    tally.add(Aspect.CONCISE, true);
    assertEquals(new Share(2, 3), tally.share());
    assertEquals(
        Map.of(Aspect.HONEST, new Share(1, 2), Aspect.CONCISE, new Share(1, 1)), tally.byAspect());
  }

  @Test
  void share_ofNothing_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tally().share());
  }
}
