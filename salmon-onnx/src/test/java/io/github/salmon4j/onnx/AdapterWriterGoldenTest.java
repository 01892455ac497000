package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.AdapterWriter;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What Python's PEFT computes with folders that this library wrote; the same files are written here
 * again. They are left in {@code target/formula-adapters}, where the program reads them that makes
 * the expected numbers, see {@code src/test/golden/check_adapter.py}.
 */
class AdapterWriterGoldenTest {

  private static final double TOLERANCE = 1e-4;

  private static final Path BASE = Golden.folder("peft-seqcls/base");
  private static final ModelConfig CONFIG = Checkpoint.open(BASE).config();

  private static Path written(String name, AdapterWriter writer) throws Exception {
    Path folder = Files.createDirectories(Path.of("target/formula-adapters")).resolve(name);
    for (String file :
        List.of("adapter_config.json", "adapter_model.safetensors", "salmon4j.json")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
    writer.write(folder);
    return folder;
  }

  /** Python loaded these very bytes. */
  private static void assertSameFiles(JsonNode expected, Path folder) throws Exception {
    for (String name : expected.get("sha256").propertyNames()) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(name)));
      assertEquals(
          expected.get("sha256").get(name).asString(), HexFormat.of().formatHex(hash), name);
    }
    assertEquals(2, expected.get("sha256").size());
  }

  @Test
  void scores_ofAWrittenFolder_equalPefts() throws Exception {
    Path folder = written("scoring", FormulaAdapter.scoring(CONFIG));
    JsonNode expected = Golden.json("peft-written/scoring.json");
    assertSameFiles(expected, folder);
    try (OnnxRewardModel model =
        OnnxRewardModel.open(BASE, folder, RewardModelSettings.defaults())) {
      List<Double> found = model.scoreTokens(Golden.sequences(expected), Monitor.none());
      assertArrayEquals(
          Golden.numbers(expected.get("scores")),
          found.stream().mapToDouble(Double::doubleValue).toArray(),
          TOLERANCE);
    }
  }

  @Test
  void logProbs_ofAWrittenFolder_equalPefts() throws Exception {
    Path folder = written("causal", FormulaAdapter.causal(CONFIG));
    JsonNode expected = Golden.json("peft-written/causal.json");
    assertSameFiles(expected, folder);
    try (OnnxLanguageModel model =
        OnnxLanguageModel.open(BASE, folder, EngineSettings.defaults())) {
      List<TokenIds> ids = Golden.sequences(expected);
      List<TokenSequence> sequences =
          ids.stream().map(i -> new TokenSequence(i.slice(0, 1), i.slice(1, i.size()))).toList();
      List<TokenLogProbs> found = model.logProbs(sequences, 1, Monitor.none());
      for (int i = 0; i < sequences.size(); i++) {
        double[] wanted = Golden.numbers(expected.get("logProbs").get(i));
        assertEquals(wanted.length, found.get(i).size());
        for (int t = 0; t < wanted.length; t++) {
          assertEquals(wanted[t], found.get(i).get(t), TOLERANCE, "row " + i + ", token " + t);
        }
      }
    }
  }

  /** Read and written again, a folder of Python's has the bytes that Python wrote. */
  @Test
  void pythonsOwnTensors_writtenAgain_areTheSameBytes() throws Exception {
    Path python = Golden.folder("peft-seqcls/adapter");
    LoraAdapter adapter = LoraAdapter.open(python, CONFIG);
    AdapterWriter writer = new AdapterWriter(CONFIG, "../base");
    adapter
        .factors()
        .forEach(
            (site, factors) ->
                writer.factors(
                    site,
                    factors.scale() * factors.rank(),
                    factors.a().floats(),
                    factors.b().floats()));
    writer.scoreHead(adapter.scoreHead().orElseThrow().weight().floats());
    Path folder = written("python", writer);
    assertArrayEquals(
        Files.readAllBytes(python.resolve("adapter_model.safetensors")),
        Files.readAllBytes(folder.resolve("adapter_model.safetensors")));
    JsonNode expected = Golden.json("peft-seqcls/adapter/expected.json");
    try (OnnxRewardModel model =
        OnnxRewardModel.open(BASE, folder, RewardModelSettings.defaults())) {
      List<Double> found = model.scoreTokens(Golden.sequences(expected), Monitor.none());
      assertArrayEquals(
          Golden.numbers(expected.get("scores")),
          found.stream().mapToDouble(Double::doubleValue).toArray(),
          TOLERANCE);
    }
  }

  @Test
  void rewardTemplate_isWhatTheRewardModelAsksFor() throws Exception {
    String hash = RewardTemplate.standard().hash();
    Path folder = written("template", FormulaAdapter.scoring(CONFIG).rewardTemplate(hash));
    OnnxRewardModel.open(BASE, folder, RewardModelSettings.defaults()).close();
    Path other = written("other-template", FormulaAdapter.scoring(CONFIG).rewardTemplate("beef"));
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> OnnxRewardModel.open(BASE, other, RewardModelSettings.defaults()));
    assertEquals("beef", e.found());
  }
}
