package io.github.salmon4j.onnx.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the text of a configuration, it is read or refused. */
class ConfigurationPropertyTest {

  private static final Path FILE = Path.of("memory.json");

  private static final String SCALED =
      "{\"rope_type\": \"llama3\", \"rope_theta\": 1e4, \"factor\": 8, \"low_freq_factor\": 1,"
          + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 32}";

  private static final String MODEL =
      TinyModel.score()
          .with("head_dim", "2")
          .with("eos_token_id", "[2, 3]")
          .with("rope_parameters", SCALED)
          .configJson();

  private static final String ADAPTER =
      TinyAdapter.lora()
          .with("rank_pattern", "{\"q_proj\": 3}")
          .with("layers_to_transform", "[0]")
          .configJson();

  private static void readOrRefuse(String text, Consumer<JsonObject> reader) {
    try {
      reader.accept(JsonObject.parse(FILE, text.getBytes(StandardCharsets.UTF_8)));
    } catch (ModelFormatException expected) {
      // A refusal is as good as a success; any other exception fails the property.
    }
  }

  private static String mutated(String text, int place, String piece) {
    int at = place % text.length();
    return text.substring(0, at) + piece + text.substring(Math.min(text.length(), at + 1));
  }

  /** Pieces of JSON rather than letters: they change what is said, not only how it is spelled. */
  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        List.of(
            "",
            "0",
            "-",
            "9999999999",
            "1e9",
            "1e999",
            ".5",
            "null",
            "true",
            "\"",
            "\"x\"",
            "{}",
            "[]",
            "[1]",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\u0000",
            "\ud800",
            "\u00e9"));
  }

  @Property(tries = 2000)
  void model(@ForAll @IntRange(max = 4000) int place, @ForAll("pieces") String piece) {
    readOrRefuse(mutated(MODEL, place, piece), ConfigReader::read);
  }

  @Property(tries = 2000)
  void adapter(@ForAll @IntRange(max = 2000) int place, @ForAll("pieces") String piece) {
    readOrRefuse(mutated(ADAPTER, place, piece), json -> AdapterConfig.of(json).sites(2));
  }

  @Property(tries = 500)
  void anyText(@ForAll String text) {
    readOrRefuse(text, ConfigReader::read);
    readOrRefuse(text, json -> ShardIndex.of(FILE, json));
  }
}
