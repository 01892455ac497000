package io.github.salmon4j.core.checkpoint;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last file of a checkpoint, {@code manifest.json}: the description, the digests of all other
 * files, and behind them the SHA-256 of its own text up to there.
 *
 * @param description what the checkpoint says about itself
 * @param files the digests by name
 */
record Manifest(CheckpointDescription description, Map<String, FileDigest> files) {

  static final String FILE = "manifest.json";

  private static final String FORMAT = "salmon4j checkpoint";
  private static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  Manifest {
    files = new TreeMap<>(files);
  }

  /** Writes the file and forces it to the disk. */
  void write(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Files.writeString(file, withHash(json()));
    Durability.forceFile(file);
  }

  private String json() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("step", description.step());
    root.put("created_by", description.createdBy());
    root.put("settings", description.settings());
    root.put("template_hash", description.templateHash());
    ObjectNode metrics = root.putObject("metrics");
    description
        .sortedMetrics()
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                metrics.put(name, value);
              } else {
                metrics.put(name, value.toString()); // JSON has no NaN
              }
            });
    ObjectNode digests = root.putObject("files");
    files.forEach(
        (name, file) ->
            digests.putObject(name).put("size", file.size()).put("sha256", file.sha256()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /** {@return the text with its hash as a last key} */
  private static String withHash(String json) {
    String body = json.substring(0, json.lastIndexOf('}')).stripTrailing();
    return body + ending(body);
  }

  private static String ending(String body) {
    String hash = Hashing.sha256().hashString(body, StandardCharsets.UTF_8).toString();
    return ",\n  \"sha256\" : \"" + hash + "\"\n}\n";
  }

  /**
   * {@return the manifest of a folder}
   *
   * @throws CheckpointFormatException if it is missing, of another version or not as it was written
   */
  static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      String found = Files.isDirectory(folder) ? "none" : "no folder";
      throw new CheckpointFormatException(folder, FILE, "the manifest of a checkpoint", found);
    }
    try {
      String text = Files.readString(file);
      return new Reading(folder).manifest(text, MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw new CheckpointFormatException(folder, FILE, "a JSON document", e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw new CheckpointFormatException(folder, FILE, "UTF-8", "malformed bytes");
    }
  }

  /** Takes a parsed file apart. */
  private record Reading(Path folder) {

    Manifest manifest(String text, JsonNode root) {
      require("format", FORMAT, root.path("format").asString("none"));
      require("version", "" + VERSION, root.path("version").asString("none"));
      requireHash(text);
      try {
        return new Manifest(description(root), files(root.required("files")));
      } catch (JacksonException e) {
        throw new CheckpointFormatException(
            folder, FILE, "the keys of version " + VERSION, e.getOriginalMessage());
      } catch (IllegalArgumentException e) {
        throw new CheckpointFormatException(
            folder, FILE, "the values of version " + VERSION, String.valueOf(e.getMessage()));
      }
    }

    private void requireHash(String text) {
      int end = text.lastIndexOf(",\n  \"sha256\"");
      if (end < 0) {
        throw new CheckpointFormatException(folder, FILE, "its own sha256 at its end", "none");
      }
      require("sha256", ending(text.substring(0, end)).strip(), text.substring(end).strip());
      if (!text.endsWith("\n}\n")) {
        throw new CheckpointFormatException(folder, FILE, "a line feed at its end", "another end");
      }
    }

    private static CheckpointDescription description(JsonNode root) {
      Map<String, Double> metrics = new TreeMap<>();
      root.required("metrics")
          .properties()
          .forEach(entry -> metrics.put(entry.getKey(), number(entry.getValue())));
      return new CheckpointDescription(
          root.required("step").longValue(),
          root.required("created_by").stringValue(),
          root.required("settings").stringValue(),
          root.required("template_hash").stringValue(),
          metrics);
    }

    private static double number(JsonNode value) {
      return value.isString() ? Double.parseDouble(value.stringValue()) : value.doubleValue();
    }

    private static Map<String, FileDigest> files(JsonNode digests) {
      Map<String, FileDigest> files = new TreeMap<>();
      digests
          .properties()
          .forEach(
              entry ->
                  files.put(
                      entry.getKey(),
                      new FileDigest(
                          entry.getValue().required("size").longValue(),
                          entry.getValue().required("sha256").stringValue())));
      return files;
    }

    private void require(String key, String expected, String found) {
      if (!found.equals(expected)) {
        throw new CheckpointFormatException(folder, FILE + ": " + key, expected, found);
      }
    }
  }
}
