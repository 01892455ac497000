package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

  private static final JsonFile<Results> RESULTS = new JsonFile<>("salmon4j-1", Results.class);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("results.json");
  }

  @Test
  void write_readBack_isEqual() {
    RESULTS.write(Samples.results(), file);
    assertEquals(Samples.results(), RESULTS.read(file));
    assertEquals(HtmlReport.of(Samples.results()), HtmlReport.of(RESULTS.read(file)));
  }

  @Test
  void write_computedValues_areNotSaved() throws IOException {
    RESULTS.write(Samples.results(), file);
    String text = Files.readString(file);
    for (String computed : List.of("\"mean\"", "\"verdict\"", "\"summary\"", "\"interval\"")) {
      assertTrue(!text.contains(computed), computed);
    }
  }

  @Test
  void read_otherThanWritten_isRefused() throws IOException {
    RESULTS.write(Samples.results(), file);
    String text = Files.readString(file);
    refused(text.replace("salmon4j-1", "salmon4j-2"), "another format");
    refused(text.replace("\"facts\"", "\"more\" : 1, \"facts\""), "more");
    refused(text.replace("\"facts\"", "\"tables\""), "tables");
    refused("{\"format\" : \"salmon4j-1\"}", "");
    refused("{\"format\" : \"salmon4j-1\", \"content\" : null}", "no content");
    refused("[1, 2]", "another format");
    refused(text + "{}", "");
    refused(text.replace("0.95", "0.96"), "expected [0.9, 0.95], found [0.9, 0.96]");
    refused("", "");
  }

  @Test
  void read_missingFile_isSaid() {
    assertThrows(UncheckedIOException.class, () -> RESULTS.read(file));
  }

  private void refused(String text, String part) throws IOException {
    Files.writeString(file, text);
    String message =
        assertThrows(IllegalArgumentException.class, () -> RESULTS.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": expected salmon4j-1, found "), message);
    assertTrue(message.contains(part), message);
  }
}
