package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

  @Test
  void in_statusOfAProcess_isThePeakInMebibytes() {
    List<String> status = List.of("VmPeak:\t 9000000 kB", "VmHWM:\t  2097152 kB", "VmRSS:\t 1 kB");
    assertEquals(OptionalLong.of(2048), PeakMemory.in(status));
  }

  @Test
  void in_statusWithoutIt_isEmpty() {
    assertEquals(OptionalLong.empty(), PeakMemory.in(List.of("VmRSS:\t 1 kB")));
  }

  @Test
  void facts_whereTheSystemTells_haveIt() {
    boolean tells = Files.exists(Path.of("/proc/self/status"));
    List<String> names = Fact.ofThisProcess().stream().map(Fact::name).toList();
    assertEquals(tells, names.contains("Memory at its peak"));
    PeakMemory.ofThisProcess().ifPresent(mebibytes -> assertTrue(mebibytes > 16, "" + mebibytes));
  }
}
