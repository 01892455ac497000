package io.github.salmon4j.core.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTest {

  @Test
  void progressed_moreThanIsLeft_endsAtTheTotal() {
    List<String> heard = new ArrayList<>();
    Phase phase = new Phase((done, total) -> heard.add(done + "/" + total), 4, 8);
    phase.progressed(3, 9);
    phase.progressed(9, 9);
    assertEquals(List.of("7/8", "8/8"), heard);
  }
}
