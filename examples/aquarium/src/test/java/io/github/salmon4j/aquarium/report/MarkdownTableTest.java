package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTableTest {

  private static final String BEGIN = "<!-- claims begin -->";
  private static final String END = "<!-- claims end -->";

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("README.md");
  }

  @Test
  void of_claims_areLines() {
    String text = MarkdownTable.of(Samples.results());
    List<String> lines = text.lines().toList();
    assertEquals("Of 3 claims, 1 holds, 1 not shown, 1 does not hold. Made by", lines.get(0));
    assertEquals("    mvn -q exec:java -Dexec.args=\"learn --seeds 2\"", lines.get(2));
    assertEquals(
        "| Statement. | measure | 92.5 % | 60.73 to 100 %; 89.5 to 94.7 % by trials"
            + " | whole interval at least 10 % | holds |",
        lines.get(6));
    assertEquals(9, lines.size());
  }

  @Test
  void of_hostileText_staysInItsCell() {
    String line = MarkdownTable.of(Samples.results()).lines().toList().get(8);
    String cell = "&lt;script>alert(\"1\")&lt;/script> &amp; 'x' \\| \\`y\\` &lt;/td>";
    assertTrue(line.startsWith("| " + cell + " | " + cell + " | 2 "), line);
  }

  @Test
  void write_file_isTheTable() throws IOException {
    MarkdownTable.write(Samples.results(), file);
    assertEquals(MarkdownTable.of(Samples.results()), Files.readString(file));
  }

  @Test
  void replace_betweenMarks_leavesTheRest() throws IOException {
    Files.writeString(file, "before\n" + BEGIN + "\nold\n" + END + "\nafter\n");
    MarkdownTable.replace(Samples.results(), file);
    MarkdownTable.replace(Samples.results(), file);
    assertEquals(
        "before\n" + BEGIN + "\n" + MarkdownTable.of(Samples.results()) + END + "\nafter\n",
        Files.readString(file));
  }

  @Test
  void replace_wrongMarks_leaveTheFile() throws IOException {
    refused(BEGIN, "expected " + END + " once, found it nowhere");
    refused(END, "expected " + BEGIN + " once, found it nowhere");
    refused(BEGIN + BEGIN + END, "expected " + BEGIN + " once, found it twice");
    refused(END + "\n" + BEGIN, "expected " + BEGIN + " before " + END + ", found it behind");
  }

  private void refused(String text, String message) throws IOException {
    Files.writeString(file, text);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> MarkdownTable.replace(Samples.results(), file));
    assertEquals(file + ": " + message, thrown.getMessage());
    assertEquals(text, Files.readString(file));
  }
}
