package io.github.salmon4j.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Ranges, defaults, and that changing one component keeps the others. */
class EngineSettingsTest {

  private static final EngineSettings DEFAULTS = EngineSettings.defaults();

  @Test
  void defaults_engine_areThoseDocumented() {
    assertEquals(
        new EngineSettings(
            Device.cpu(), 0, WeightPacking.PACKED, 256, 16, WeightPrecision.float32()),
        EngineSettings.defaults());
  }

  @Test
  void with_oneComponent_keepsTheOthers() {
    EngineSettings all =
        new EngineSettings(
            Device.cuda(1), 3, WeightPacking.MAPPED, 7, 5, WeightPrecision.float32());
    assertEquals(
        all,
        DEFAULTS
            .on(Device.cuda(1))
            .withThreads(3)
            .withPacking(WeightPacking.MAPPED)
            .withTokensPerRun(7)
            .withRowsAtOnce(5));
    assertEquals(
        all,
        DEFAULTS
            .withRowsAtOnce(5)
            .withTokensPerRun(7)
            .withPacking(WeightPacking.MAPPED)
            .withThreads(3)
            .on(Device.cuda(1)));
  }

  @Test
  void withPrecision_keepsTheOthers() {
    EngineSettings all =
        new EngineSettings(Device.cpu(), 3, WeightPacking.MAPPED, 7, 5, WeightPrecision.int8());
    EngineSettings inFloats =
        DEFAULTS
            .withThreads(3)
            .withPacking(WeightPacking.MAPPED)
            .withTokensPerRun(7)
            .withRowsAtOnce(5);
    assertEquals(all, inFloats.withPrecision(WeightPrecision.int8()));
    assertEquals(
        all,
        DEFAULTS
            .withPrecision(WeightPrecision.int8())
            .withRowsAtOnce(5)
            .withTokensPerRun(7)
            .withPacking(WeightPacking.MAPPED)
            .withThreads(3)
            .on(Device.cpu()));
  }

  @Test
  void new_outOfRange_saysComponentExpectedAndFound() {
    assertRefused("threads: expected 0 or more, found -1", s -> s.withThreads(-1));
    assertRefused("tokensPerRun: expected 1 or more, found 0", s -> s.withTokensPerRun(0));
    assertRefused("rowsAtOnce: expected 1 or more, found 0", s -> s.withRowsAtOnce(0));
  }

  private static void assertRefused(
      String message, Function<EngineSettings, EngineSettings> change) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> change.apply(DEFAULTS));
    assertEquals(message, e.getMessage());
  }
}
