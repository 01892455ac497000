package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whole models against Python's transformers and peft, on the same stored weights. */
class CheckpointGoldenTest {

  /** Float32 through three layers against float64; outputs are of the order of 1. */
  private static final double TOLERANCE = 1e-4;

  @Test
  void score_llamaInTwoBfloat16Shards_equalsTransformers() {
    JsonNode expected = Golden.json("llama-seqcls/expected.json");
    try (OnnxRewardModel model = OnnxRewardModel.open(Golden.folder("llama-seqcls"))) {
      assertScores(expected, model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adapter", "adapter-rslora"})
  void score_peftAdapter_equalsPeft(String adapter) {
    JsonNode expected = Golden.json("peft-seqcls/" + adapter + "/expected.json");
    Path base = Golden.folder("peft-seqcls/base");
    Path folder = Golden.folder("peft-seqcls/" + adapter);
    RewardModelSettings settings = RewardModelSettings.defaults();
    try (OnnxRewardModel model = OnnxRewardModel.open(base, folder, settings)) {
      assertScores(expected, model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "llama-tied-linear"})
  void logProbs_languageModel_equalsTransformers(String name) {
    JsonNode expected = Golden.json(name + "/expected.json");
    try (OnnxLanguageModel model = OnnxLanguageModel.open(Golden.folder(name))) {
      List<TokenSequence> sequences =
          Golden.sequences(expected).stream().map(CheckpointGoldenTest::afterFirst).toList();
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

  private static void assertScores(JsonNode expected, OnnxRewardModel model) {
    double[] wanted = Golden.numbers(expected.get("scores"));
    List<Double> found = model.scoreTokens(Golden.sequences(expected), Monitor.none());
    assertEquals(wanted.length, found.size());
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], found.get(i), TOLERANCE, "sequence " + i);
    }
  }

  private static TokenSequence afterFirst(TokenIds ids) {
    return new TokenSequence(ids.slice(0, 1), ids.slice(1, ids.size()));
  }
}
