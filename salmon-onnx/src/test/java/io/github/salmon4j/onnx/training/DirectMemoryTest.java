package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters that the JVM grants no room for are refused with the option that grants it. */
class DirectMemoryTest {

  /** Wants 4 MB where 1 MB is granted. */
  static final class Greedy {

    private Greedy() {}

    public static void main(String[] args) {
      try {
        TensorParameter.direct(1 << 20);
      } catch (IllegalStateException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void direct_moreThanTheJvmGrants_saysWhichOptionToRaise() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java, "-XX:MaxDirectMemorySize=1m", "-cp", classPath, Greedy.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.startsWith("direct memory: expected room for 4194304 bytes"), said);
    assertTrue(said.endsWith("raise -XX:MaxDirectMemorySize"), said);
  }
}
