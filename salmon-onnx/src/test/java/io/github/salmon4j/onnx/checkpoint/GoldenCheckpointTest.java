package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Architecture;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.SpecialTokens;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads folders that transformers and PEFT have written, see {@code src/test/golden}. */
class GoldenCheckpointTest {

  @TempDir Path cache;

  private Path golden;

  @BeforeEach
  void findFolders() throws Exception {
    URL folder = GoldenCheckpointTest.class.getResource("/golden/checkpoints");
    assumeTrue(folder != null, "no /golden/checkpoints among the test resources");
    golden = Path.of(folder.toURI());
  }

  @Test
  void llamaSequenceClassification_inTwoShards() {
    Checkpoint checkpoint = Checkpoint.open(golden.resolve("llama-seqcls"));
    assertEquals(
        new ModelConfig(
            Architecture.LLAMA_SEQUENCE_CLASSIFICATION,
            new Dimensions(384, 64, 3, 4, 2, 16, 96, 256),
            1e-5,
            new RotaryEmbedding(10_000, new RopeScaling.Llama3(8, 1, 4, 32)),
            new AttentionSpan.Full(),
            Set.of(),
            new SpecialTokens(List.of(1), List.of(2), List.of(0))),
        checkpoint.config());
    TensorEntry score = checkpoint.tensor("score.weight", 1, 64);
    assertEquals(ElementType.BF16, score.type());
    assertEquals("model-00002-of-00002.safetensors", checkpoint.locationOf(score));
    assertTrue(checkpoint.tokenizerFile().isPresent());
    TensorEntry wide = checkpoint.asFloat32(cache).tensor("score.weight", 1, 64);
    assertEquals(score.floats(), wide.floats());
  }

  @Test
  void olderSpelling_saysTheSame() {
    assertEquals(
        ModelConfig.read(golden.resolve("llama-seqcls/config.json")),
        ModelConfig.read(golden.resolve("llama-seqcls/config-legacy.json")));
  }

  @Test
  void mistral_hasASlidingWindow() {
    Checkpoint checkpoint = Checkpoint.open(golden.resolve("mistral"));
    assertEquals(new AttentionSpan.SlidingWindow(8), checkpoint.config().span());
    assertEquals(ElementType.F16, checkpoint.tensor("lm_head.weight", 384, 64).type());
  }

  @Test
  void llamaTiedWithBiases_hasThemAll() {
    Checkpoint checkpoint = Checkpoint.open(golden.resolve("llama-tied-linear"));
    assertEquals(Set.of(Trait.values()), checkpoint.config().traits());
    assertEquals(new RopeScaling.Linear(2), checkpoint.config().rotary().scaling());
    assertEquals(64, checkpoint.tensor("model.layers.1.mlp.up_proj.bias", 64).elementCount());
  }

  @Test
  void adapter_onEveryProjection() {
    ModelConfig base = Checkpoint.open(golden.resolve("peft-seqcls/base")).config();
    LoraAdapter adapter = LoraAdapter.open(golden.resolve("peft-seqcls/adapter"), base);
    assertEquals(14, adapter.factors().size());
    adapter
        .factors()
        .forEach(
            (site, factors) -> {
              assertEquals(4, factors.rank());
              assertEquals(2, factors.scale());
            });
    assertEquals(List.of(1L, 64L), adapter.scoreHead().orElseThrow().weight().shape());
  }

  @Test
  void adapter_rankStabilizedOnOneLayer() {
    ModelConfig base = Checkpoint.open(golden.resolve("peft-seqcls/base")).config();
    LoraAdapter adapter = LoraAdapter.open(golden.resolve("peft-seqcls/adapter-rslora"), base);
    assertEquals(
        Set.of(new Site(1, Projection.Q), new Site(1, Projection.V)), adapter.factors().keySet());
    assertEquals(4, adapter.factors().get(new Site(1, Projection.Q)).scale());
    assertTrue(adapter.scoreHead().isPresent());
  }
}
