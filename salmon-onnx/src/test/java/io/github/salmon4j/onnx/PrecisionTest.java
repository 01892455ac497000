package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.runtime.Device;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fewer bits as users choose them, and what they are told when they choose wrongly. */
class PrecisionTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);

  private static WeightPrecision precision(String name) {
    return name.equals("int8") ? WeightPrecision.int8() : WeightPrecision.int4();
  }

  private static void assertRefused(String message, Runnable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
  }

  private static List<Double> scores(EngineSettings engine) {
    List<TokenIds> inputs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      inputs.add(TinyModels.tokens(i, 10 + 9 * i));
    }
    RewardModelSettings settings = RewardModelSettings.defaults().withEngine(engine);
    try (OnnxRewardModel model =
        OnnxRewardModel.open(
            Golden.folder("peft-seqcls/base"), Golden.folder("peft-seqcls/adapter"), settings)) {
      return model.scoreTokens(inputs, Monitor.none());
    }
  }

  /** Random weights spread errors as far as they go; a trained model's are smaller. */
  @ParameterizedTest
  @CsvSource({"int8, 0.08", "int4, 1.2"})
  void rewardModel_staysNearFloat32(String name, double bound) {
    List<Double> expected = scores(SETTINGS);
    List<Double> found = scores(SETTINGS.withPrecision(precision(name)));
    double error = 0;
    double size = 0;
    for (int i = 0; i < expected.size(); i++) {
      error += Math.pow(expected.get(i) - found.get(i), 2);
      size += Math.pow(expected.get(i), 2);
    }
    double relative = Math.sqrt(error / size);
    assertTrue(relative > 1e-6 && relative < bound, "relative error " + relative);
  }

  @ParameterizedTest
  @CsvSource({"int8, 0.08", "int4, 1.2"})
  void languageModel_staysNearFloat32(String name, double bound) {
    TokenIds tokens = TinyModels.tokens(3, 60);
    List<TokenSequence> sequences =
        List.of(new TokenSequence(tokens.slice(0, 1), tokens.slice(1, 60)));
    try (OnnxLanguageModel exact = TinyModels.language(SETTINGS);
        OnnxLanguageModel model = TinyModels.language(SETTINGS.withPrecision(precision(name)))) {
      var expected = exact.logProbs(sequences, 1, Monitor.none()).get(0);
      var found = model.logProbs(sequences, 1, Monitor.none()).get(0);
      double error = 0;
      for (int t = 0; t < expected.size(); t++) {
        error += Math.abs(expected.get(t) - found.get(t)) / expected.size();
      }
      assertTrue(error > 1e-6 && error < bound, "mean error " + error);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -64, 32, 63, 512})
  void int4_otherBlockSize_isRefused(int size) {
    assertRefused(
        "block size of 4-bit weights: expected 64, 128 or 256, found " + size,
        () -> WeightPrecision.int4(size));
  }

  @Test
  void cuda_fewBits_areRefusedInEitherOrder() {
    String message = "precision on Cuda[index=0]: expected float32, found int8";
    EngineSettings few = SETTINGS.withPrecision(WeightPrecision.int8());
    assertRefused(message, () -> few.on(Device.cuda(0)));
    EngineSettings cuda = SETTINGS.on(Device.cuda(0));
    assertRefused(message, () -> cuda.withPrecision(WeightPrecision.int8()));
    assertEquals(WeightPrecision.float32(), cuda.precision());
  }

  @Test
  void int4_mapped_isRefused() {
    EngineSettings mapped = SETTINGS.withPacking(WeightPacking.MAPPED);
    assertRefused(
        "packing of int4/64: expected PACKED, found MAPPED",
        () -> mapped.withPrecision(WeightPrecision.int4()));
    assertEquals(WeightPrecision.int8(), mapped.withPrecision(WeightPrecision.int8()).precision());
  }

  @Test
  void precision_isKeptByTheOtherChanges() {
    EngineSettings settings = SETTINGS.withPrecision(WeightPrecision.int4(128));
    WeightPrecision kept =
        settings
            .withThreads(2)
            .withTokensPerRun(3)
            .withPacking(WeightPacking.PACKED)
            .on(Device.cpu())
            .precision();
    assertEquals("int4/128", kept.toString());
    assertNotEquals(WeightPrecision.int4(), kept);
    assertEquals(WeightPrecision.float32(), EngineSettings.defaults().precision());
    assertThrows(NullPointerException.class, () -> SETTINGS.withPrecision(null));
  }
}
