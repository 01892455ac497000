package io.github.salmon4j.onnx.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds arbitrary bytes to the readers of the three JSON files: each succeeds or throws a {@link
 * ModelFormatException}, nothing else.
 *
 * <p>The ordinary build replays the seeds. A long run, guided by coverage, of one method at a time:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 mvn -pl salmon-onnx -am test -Dtest='ConfigurationFuzzTest#config*' \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class ConfigurationFuzzTest {

  private static final Path FILE = Path.of("memory.json");

  static Stream<Arguments> configs() {
    return seeds(
        "",
        "[]",
        "{\"hidden_size\": 1e999999999}",
        TinyModel.llama().configJson(),
        TinyModel.llama().with("rope_theta", "-1e5").configJson(),
        TinyModel.llama()
            .with(
                "rope_parameters",
                """
                {"rope_type": "llama3", "rope_theta": 1e4, "factor": 8, "low_freq_factor": 1,
                 "high_freq_factor": 4.0, "original_max_position_embeddings": 32}\
                """)
            .configJson());
  }

  static Stream<Arguments> indexes() {
    return seeds(
        "{\"weight_map\": {}}",
        "{\"metadata\": {\"total_size\": 4}, \"weight_map\": {\"a\": \"m-1-of-2.safetensors\"}}",
        "{\"weight_map\": {\"a\": \"../m.safetensors\", \"b\": null}}");
  }

  static Stream<Arguments> adapters() {
    return seeds(
        "{\"peft_type\": \"LORA\"}",
        TinyAdapter.lora().configJson(),
        TinyAdapter.lora().with("rank_pattern", "{\"^model.layers.0\": 3}").configJson(),
        TinyAdapter.lora().with("layers_to_transform", "[1, 2147483648]").configJson());
  }

  @MethodSource("configs")
  @FuzzTest(maxDuration = "10m")
  void config_arbitraryBytes_configOrModelFormatException(byte[] bytes) {
    read(bytes, ConfigReader::read);
  }

  @MethodSource("indexes")
  @FuzzTest(maxDuration = "10m")
  void index_arbitraryBytes_shardsOrModelFormatException(byte[] bytes) {
    read(
        bytes,
        json -> {
          for (String name : ShardIndex.of(FILE, json).shardNames()) {
            if (!Path.of("folder").resolve(name).normalize().startsWith("folder")) {
              throw new AssertionError("leads out of the folder: " + name);
            }
          }
        });
  }

  @MethodSource("adapters")
  @FuzzTest(maxDuration = "10m")
  void adapter_arbitraryBytes_configOrModelFormatException(byte[] bytes) {
    read(bytes, json -> AdapterConfig.of(json).sites(3));
  }

  private static void read(byte[] bytes, Consumer<JsonObject> reader) {
    try {
      reader.accept(JsonObject.parse(FILE, bytes));
    } catch (ModelFormatException expected) {
      // A refusal is as good as a success.
    }
  }

  private static Stream<Arguments> seeds(String... texts) {
    return Stream.of(texts).map(text -> Arguments.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
