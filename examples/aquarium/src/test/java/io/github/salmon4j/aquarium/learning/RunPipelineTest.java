package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a user gets wrong is said in one line, before any work. */
class RunPipelineTest {

  @TempDir Path folder;

  @Test
  void options_wrong_areSaidInOneLine() throws IOException {
    Path fresh = folder.resolve("new");
    assertFailure("Missing required option: '--out=DIR'");
    assertFailure("--seeds: expected 1 or more, found 0", "--out", "" + fresh, "--seeds", "0");
    assertFailure(
        "--base: expected a checkpoint, found none at " + folder,
        "--out",
        "" + fresh,
        "--base",
        "" + folder);
    assertFailure("--out: expected nothing or a run, found " + folder, "--out", "" + folder);
    Path readme = Files.writeString(folder.resolve("README.md"), "no marks");
    assertFailure(
        readme + ": expected <!-- claims end --> once, found it nowhere",
        "--out",
        "" + fresh,
        "--readme",
        "" + readme);
    assertTrue(Files.notExists(fresh));
  }

  private static void assertFailure(String message, String... args) {
    StringWriter err = new StringWriter();
    CommandLine command = RunPipeline.commandLine().setErr(new PrintWriter(err));
    assertEquals(CommandLine.ExitCode.USAGE, command.execute(args));
    assertEquals("pipeline: " + message, err.toString().strip());
  }
}
