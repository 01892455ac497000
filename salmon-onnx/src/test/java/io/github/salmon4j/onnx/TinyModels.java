package io.github.salmon4j.onnx;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.nio.file.Path;
import java.util.Random;

/** Golden checkpoints in float32, opened as users open them. */
final class TinyModels {

  static final int VOCABULARY = 384;
  static final int CONTEXT = 128;

  private static final EngineSettings ENGINE = EngineSettings.defaults().withThreads(1);

  private TinyModels() {}

  static OnnxRewardModel reward() {
    Path base = Golden.folder("peft-seqcls/base");
    Path adapter = Golden.folder("peft-seqcls/adapter");
    return OnnxRewardModel.open(base, adapter, RewardModelSettings.defaults().withEngine(ENGINE));
  }

  static OnnxLanguageModel language() {
    return language(ENGINE);
  }

  static OnnxLanguageModel language(EngineSettings settings) {
    return OnnxLanguageModel.open(Golden.folder("peft-seqcls/base"), settings);
  }

  static TokenIds tokens(long seed, int length) {
    return TokenIds.of(new Random(seed).ints(length, 3, VOCABULARY).toArray());
  }
}
