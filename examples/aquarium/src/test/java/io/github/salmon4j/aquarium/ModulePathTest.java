package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The published modules and what they require, resolved as modules in a process of its own. */
class ModulePathTest {

  @Test
  void quickstart_librariesAsModules_scores() throws Exception {
    List<String> entries =
        Arrays.asList(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1));
    String libraries =
        entries.stream()
            .filter(entry -> !isOwn(entry) && !isOnlyForTests(entry))
            .collect(Collectors.joining(File.pathSeparator));
    String own =
        entries.stream()
            .filter(ModulePathTest::isOwn)
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--module-path",
                libraries,
                "--add-modules",
                "io.github.salmon4j.onnx,info.picocli",
                "--class-path",
                own,
                "io.github.salmon4j.aquarium.Quickstart")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("Score under"), output);
  }

  private static boolean isOwn(String entry) {
    return Path.of(entry).endsWith(Path.of("aquarium", "target", "classes"));
  }

  private static boolean isOnlyForTests(String entry) {
    String file = Path.of(entry).getFileName().toString();
    return file.equals("test-classes") || file.startsWith("junit");
  }
}
