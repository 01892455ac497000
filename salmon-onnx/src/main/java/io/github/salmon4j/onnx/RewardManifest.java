package io.github.salmon4j.onnx;

import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a reward model's folder says about how it was trained: {@code salmon4j.json}, with the hash
 * of the template in {@code reward_template}. Folders from elsewhere have none and are taken as
 * they are.
 */
final class RewardManifest {

  private static final String FILE = "salmon4j.json";
  private static final String TEMPLATE = "reward_template";

  private RewardManifest() {}

  /**
   * Refuses a model that was trained to read other words.
   *
   * @param folder the model's folder
   * @param hash hash of the template that it would be given
   * @throws ModelFormatException if the folder names another template, or its manifest is malformed
   */
  static void requireTemplate(Path folder, String hash) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    JsonNode manifest = read(file);
    for (String key : manifest.propertyNames()) {
      if (!key.equals(TEMPLATE)) {
        throw new ModelFormatException(file, key, "only the key " + TEMPLATE, "this key");
      }
    }
    String found = manifest.path(TEMPLATE).asString("none");
    if (!found.equals(hash)) {
      throw new ModelFormatException(file, TEMPLATE, "this release's template " + hash, found);
    }
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode manifest = JsonMapper.shared().readTree(Files.readString(file));
      if (manifest.isObject()) {
        return manifest;
      }
      throw new ModelFormatException(file, "document", "an object", manifest.getNodeType().name());
    } catch (JacksonException e) {
      throw new ModelFormatException(file, "JSON", "a JSON document", e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, "text", "UTF-8", "malformed bytes");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
