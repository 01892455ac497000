package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.AdapterWriter;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fewer bits cost a trained story teller, on stories that it tells in float32: bounds around
 * what the documentation of the precisions says.
 */
class PrecisionCostTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(2);
  private static final int STORIES = 24;
  private static final int LENGTH = 200;

  @TempDir Path temporary;

  private Checkpoint teller;

  @BeforeEach
  void open() {
    teller = Checkpoint.open(SharedData.folder("stories260K"));
  }

  private static WeightPrecision precision(int block) {
    return block == 0 ? WeightPrecision.int8() : WeightPrecision.int4(block);
  }

  private LlamaModel language(EngineSettings settings) {
    return LlamaModel.language(teller, LoraAdapter.none(), settings);
  }

  private List<TokenSequence> stories() {
    Random random = new Random(1);
    List<TokenSequence> stories = new ArrayList<>();
    try (LlamaModel model = language(SETTINGS)) {
      for (int i = 0; i < STORIES; i++) {
        int[] ids = new int[LENGTH];
        try (Decoder decoder = model.decoder(1, Monitor.none())) {
          decoder.open(0, TokenIds.of(1));
          for (int t = 0; t < LENGTH; t++) {
            ids[t] = sample(decoder.logits(0), random);
            decoder.append(ids[t]);
          }
        }
        stories.add(new TokenSequence(TokenIds.of(1), TokenIds.of(ids)));
      }
    }
    return stories;
  }

  private static int sample(float[] logits, Random random) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.length; id++) {
      double noisy = logits[id] - Math.log(-Math.log(random.nextDouble())); // Gumbel
      if (noisy > highest) {
        highest = noisy;
        best = id;
      }
    }
    return best;
  }

  private double loss(EngineSettings settings, List<TokenSequence> stories) {
    double sum = 0;
    try (LlamaModel model = language(settings)) {
      for (float[] row : model.logProbs(stories, 1, Monitor.none())) {
        for (float value : row) {
          sum -= value;
        }
      }
    }
    return sum / STORIES / LENGTH;
  }

  @ParameterizedTest
  @CsvSource({"0, 0.01", "64, 0.3", "128, 0.35"})
  void loss_growsByLittle(int block, double bound) {
    List<TokenSequence> stories = stories();
    double exact = loss(SETTINGS, stories);
    double found = loss(SETTINGS.withPrecision(precision(block)), stories);
    assertTrue(found - exact < bound, "nats per token: " + exact + " and then " + found);
    assertTrue(found - exact > -bound / 4, "nats per token: " + exact + " and then " + found);
  }

  /** Pieces of stories under a scalar head of normal numbers. */
  @ParameterizedTest
  @CsvSource({"0, 0.96", "64, 0.8"})
  void scores_mostPairsStayInOrder(int block, double bound) {
    List<TokenIds> pieces = new ArrayList<>();
    for (TokenSequence story : stories()) {
      for (int from = 0; from < LENGTH; from += 25) {
        pieces.add(story.response().slice(from, from + 25));
      }
    }
    LoraAdapter head = head();
    float[] exact = scores(head, SETTINGS, pieces);
    float[] found = scores(head, SETTINGS.withPrecision(precision(block)), pieces);
    int same = 0;
    int pairs = 0;
    for (int i = 0; i < exact.length; i++) {
      for (int j = 0; j < i; j++) {
        pairs++;
        same += exact[i] > exact[j] == found[i] > found[j] ? 1 : 0;
      }
    }
    double share = (double) same / pairs;
    assertTrue(share > bound && share < 1, "share of pairs in the same order: " + share);
  }

  private float[] scores(LoraAdapter head, EngineSettings settings, List<TokenIds> pieces) {
    try (LlamaModel model = LlamaModel.scoring(teller, head, settings)) {
      return model.scores(pieces, Monitor.none());
    }
  }

  private LoraAdapter head() {
    Dimensions sizes = teller.config().dimensions();
    Random random = new Random(1);
    float[] head = new float[sizes.hiddenSize()];
    for (int i = 0; i < head.length; i++) {
      head[i] = (float) random.nextGaussian();
    }
    Path folder = temporary.resolve("adapter");
    FloatBuffer a = FloatBuffer.allocate((int) Projection.Q.inputs(sizes));
    FloatBuffer b = FloatBuffer.allocate((int) Projection.Q.outputs(sizes));
    new AdapterWriter(teller.config(), "stories260K")
        .factors(new Site(0, Projection.Q), 1, a, b)
        .scoreHead(FloatBuffer.wrap(head))
        .write(folder);
    return LoraAdapter.open(folder, teller.config());
  }

  @Test
  void int8_batch_equalsEachAlone() {
    assertCompanyChangesNothing(256);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 100})
  void int8_fewTokensPerRun_equalMany(int tokens) {
    assertCompanyChangesNothing(tokens);
  }

  private void assertCompanyChangesNothing(int tokensPerRun) {
    List<TokenIds> stories = stories().stream().map(TokenSequence::tokens).toList();
    LoraAdapter head = head();
    EngineSettings settings = SETTINGS.withPrecision(WeightPrecision.int8());
    float[] together = scores(head, settings.withTokensPerRun(tokensPerRun), stories);
    for (int i = 0; i < together.length; i++) {
      float alone = scores(head, settings, List.of(stories.get(i)))[0];
      double allowed = 1e-5 * Math.max(1, Math.abs(alone));
      assertTrue(
          Math.abs(alone - together[i]) <= allowed,
          "story " + i + ": alone " + alone + ", together " + together[i]);
    }
  }
}
