package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.ScoreHead;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraAdapterTest {

  private static final ModelConfig BASE = TinyModel.llama().config();
  private static final Site FIRST_Q = new Site(0, Projection.Q);
  private static final String FIRST_A = TinyAdapter.LAYER + "0.self_attn.q_proj.lora_A.weight";
  private static final String SCORE = "base_model.model.score.";

  @TempDir Path folder;

  private LoraAdapter opened(TinyAdapter adapter) {
    return LoraAdapter.open(adapter.write(folder), BASE);
  }

  private void refused(String where, String found, TinyAdapter adapter) {
    assertFault(where, found, () -> opened(adapter));
  }

  @Test
  void open_plain_factorsInLayerOrder() {
    LoraAdapter adapter = opened(TinyAdapter.lora());
    assertEquals(
        List.of(
            FIRST_Q,
            new Site(0, Projection.DOWN),
            new Site(1, Projection.Q),
            new Site(1, Projection.DOWN)),
        List.copyOf(adapter.factors().keySet()));
    Factors q = adapter.factors().get(FIRST_Q);
    assertEquals(List.of(2L, 4L), q.a().shape());
    assertEquals(List.of(4L, 2L), q.b().shape());
    assertEquals(2, q.rank());
    assertEquals(3, q.scale());
    assertArrayEquals(TinyAdapter.values(FIRST_A, q.a().shape()), CheckpointTest.array(q.a()));
    assertTrue(adapter.scoreHead().isEmpty());
  }

  @Test
  void scale_rankStabilized_dividesByTheRoot() {
    LoraAdapter adapter = opened(TinyAdapter.lora().with("use_rslora", "true"));
    assertEquals(6 / Math.sqrt(2), adapter.factors().get(FIRST_Q).scale());
  }

  @Test
  void rankAndAlpha_absent_arePeftsDefaults() {
    TinyAdapter adapter =
        TinyAdapter.lora()
            .with("r", "null")
            .with("lora_alpha", "null")
            .with("target_modules", "[\"up_proj\"]")
            .factors("0.mlp.up_proj", 8, 4, 6)
            .factors("1.mlp.up_proj", 8, 4, 6);
    List.copyOf(adapter.names()).stream()
        .filter(n -> !n.contains("up_proj"))
        .forEach(adapter::without);
    assertEquals(1, opened(adapter).factors().get(new Site(1, Projection.UP)).scale());
  }

  @Test
  void patterns_firstMatchInTheFilesOrder() {
    LoraAdapter adapter =
        opened(
            TinyAdapter.lora()
                .with("rank_pattern", "{\"layers.1.self_attn.q_proj\": 1, \"q_proj\": 3}")
                .with("alpha_pattern", "{\"^model.layers.0.mlp.down_proj\": 5.5}")
                .factors("0.self_attn.q_proj", 3, 4, 4)
                .factors("1.self_attn.q_proj", 1, 4, 4));
    assertEquals(2, adapter.factors().get(FIRST_Q).scale());
    assertEquals(6, adapter.factors().get(new Site(1, Projection.Q)).scale());
    assertEquals(2.75, adapter.factors().get(new Site(0, Projection.DOWN)).scale());
    assertEquals(3, adapter.factors().get(new Site(1, Projection.DOWN)).scale());
  }

  @Test
  void pattern_onlyWholeNames() {
    // "proj" is the end of "q_proj", but not a name in its path.
    LoraAdapter adapter = opened(TinyAdapter.lora().with("alpha_pattern", "{\"proj\": 5}"));
    assertEquals(3, adapter.factors().get(FIRST_Q).scale());
  }

  @Test
  void targets_everywhere_areAllSeven() {
    TinyAdapter adapter = TinyAdapter.lora().with("target_modules", "\"all-linear\"");
    for (int layer = 0; layer < 2; layer++) {
      for (Projection projection : Projection.values()) {
        adapter.factors(
            layer + "." + projection.path(),
            2,
            projection.inputs(BASE.dimensions()),
            projection.outputs(BASE.dimensions()));
      }
    }
    assertEquals(14, opened(adapter).factors().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "1"})
  void layersToTransform_onlyThose(String layers) {
    TinyAdapter adapter = TinyAdapter.lora().with("layers_to_transform", layers);
    refused(TinyAdapter.LAYER + "0", "one more", adapter);
    adapter.names().stream().filter(name -> name.contains("layers.0")).forEach(adapter::without);
    assertEquals(
        Set.of(new Site(1, Projection.Q), new Site(1, Projection.DOWN)),
        opened(adapter).factors().keySet());
  }

  @Test
  void layersToTransform_beyondTheModel_isFault() {
    refused("layers_to_transform", "2", TinyAdapter.lora().with("layers_to_transform", "[0, 2]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"layers\"", "[\"layers\"]", "null", "[]"})
  void layersPattern_thatOfALlama_isAccepted(String pattern) {
    assertEquals(4, opened(TinyAdapter.lora().with("layers_pattern", pattern)).factors().size());
  }

  @Test
  void names_asInTheLiveModel_areAccepted() {
    TinyAdapter adapter =
        TinyAdapter.lora()
            .rename(FIRST_A, FIRST_A.replace(".weight", ".default.weight"))
            .tensor(SCORE + "original_module.weight", 1, 4)
            .tensor(SCORE + "modules_to_save.default.weight", 1, 4);
    assertEquals(
        SCORE + "modules_to_save.default.weight",
        opened(adapter).scoreHead().orElseThrow().weight().name());
  }

  @Test
  void names_inBothSpellings_areFaults() {
    String live = FIRST_A.replace(".weight", ".default.weight");
    refused(live, "both", TinyAdapter.lora().tensor(live, 2, 4));
  }

  @Test
  void scoreHead_asSaved_isRead() {
    ScoreHead head =
        opened(
                TinyAdapter.lora()
                    .with("task_type", "\"SEQ_CLS\"")
                    .with("modules_to_save", "[\"classifier\", \"score\"]")
                    .tensor(SCORE + "weight", 1, 4))
            .scoreHead()
            .orElseThrow();
    assertEquals(List.of(1L, 4L), head.weight().shape());
    assertTrue(head.bias().isEmpty());
  }

  @Test
  void scoreHead_withBias_isRead() {
    TinyAdapter adapter = TinyAdapter.lora().tensor(SCORE + "weight", 1, 4);
    ScoreHead head = opened(adapter.tensor(SCORE + "bias", 1)).scoreHead().orElseThrow();
    assertEquals(List.of(1L), head.bias().orElseThrow().shape());
  }

  @Test
  void scoreHead_announcedButAbsentOrMisshapen_isFault() {
    TinyAdapter adapter =
        TinyAdapter.lora().with("task_type", "\"SEQ_CLS\"").with("modules_to_save", "[\"score\"]");
    refused(SCORE + "weight", "none", adapter);
    refused(SCORE + "weight", "[2, 4]", adapter.tensor(SCORE + "weight", 2, 4));
    refused(SCORE + "bias", "one more", TinyAdapter.lora().tensor(SCORE + "bias", 1));
  }

  @Test
  void factor_missing_isNamed() {
    refused(FIRST_A, "none", TinyAdapter.lora().without(FIRST_A));
    String b = FIRST_A.replace("lora_A", "lora_B");
    refused(b, "none", TinyAdapter.lora().without(b));
  }

  @Test
  void factor_ofAnotherShape_isNamed() {
    refused(FIRST_A, "[3, 4]", TinyAdapter.lora().tensor(FIRST_A, 3, 4));
    refused(FIRST_A, "[4, 2]", TinyAdapter.lora().tensor(FIRST_A, 4, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base_model.model.lm_head.weight",
        "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector",
        "base_model.model.model.layers.0.self_attn.q_proj.base_layer.weight",
        "base_model.model.model.layers.0.self_attn.v_proj.lora_A.weight",
        "base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight",
        "model.layers.0.self_attn.q_proj.lora_A.weight"
      })
  void tensorThatNothingUses_isNamed(String name) {
    refused(name, "one more", TinyAdapter.lora().tensor(name, 2, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "peft_type             | \"LOHA\"",
        "peft_type             | null",
        "task_type             | \"TOKEN_CLS\"",
        "bias                  | \"lora_only\"",
        "fan_in_fan_out        | true",
        "use_dora              | true",
        "use_qalora            | true",
        "use_bdlora            | {\"a\": 1}",
        "lora_bias             | true",
        "layer_replication     | [[0, 1], [0, 1]]",
        "loftq_config          | {\"loftq_bits\": 4}",
        "corda_config          | {\"a\": 1}",
        "init_lora_weights     | \"pissa\"",
        "init_lora_weights     | \"olora\"",
        "init_lora_weights     | \"loftq\"",
        "exclude_modules       | [\"q_proj\"]",
        "target_parameters     | [\"mlp.weight\"]",
        "trainable_token_indices | [1]",
        "alora_invocation_tokens | [1]",
        "megatron_config       | {\"a\": 1}",
        "modules_to_save       | [\"lm_head\"]",
        "modules_to_save       | [\"score\", \"embed_tokens\"]",
        "modules_to_save       | [\"head\"]",
        "layers_pattern        | \"h\"",
        "target_modules        | \".*q_proj\"",
        "target_modules        | [\"q_.*\"]",
        "target_modules        | [\"^q_proj\"]",
        "target_modules        | [\"q_proj\", \"lm_head\"]",
        "target_modules        | [\"q_proj\", \"proj\"]",
        "target_modules        | [\"layers.2.self_attn.q_proj\"]",
        "target_modules        | []",
        "target_modules        | null",
        "rank_pattern          | {\".*q_proj\": 4}",
        "rank_pattern.q_proj   | {\"q_proj\": 0}",
        "alpha_pattern.q_proj  | {\"q_proj\": -1}",
        "r                     | 0",
        "lora_alpha            | 0",
        "use_rslora            | 1",
        "kasa_config           | {\"a\": 1}",
        "invented_key          | 1"
      })
  void settingThatIsUnsupportedOrUnknown_isNamed(String where, String json) {
    refused(where, "", TinyAdapter.lora().with(where.replaceAll("\\..*", ""), json));
  }

  @Test
  void settingsThatAreUnset_areAccepted() {
    TinyAdapter adapter = TinyAdapter.lora();
    for (String key : List.of("use_dora", "fan_in_fan_out", "lora_bias", "ensure_weight_tying")) {
      adapter.with(key, "false");
    }
    for (String key :
        List.of("layer_replication", "kasa_config", "modules_to_save", "use_bdlora")) {
      adapter.with(key, "null");
    }
    adapter.with("loftq_config", "{}").with("rank_pattern", "{}").with("bias", "\"none\"");
    adapter.with("init_lora_weights", "true");
    IgnoredKeys.ADAPTER.forEach(key -> adapter.with(key, "\"anything\""));
    assertEquals(4, opened(adapter).factors().size());
  }

  @Test
  void open_missingFiles_areFaults() throws Exception {
    assertFault("file", "nothing", () -> LoraAdapter.open(folder, BASE));
    Path weights = TinyAdapter.lora().write(folder).resolve("adapter_model.safetensors");
    Files.move(weights, folder.resolve("adapter_model.bin"));
    assertFault("weights", "convert", () -> LoraAdapter.open(folder, BASE));
    Files.delete(folder.resolve("adapter_model.bin"));
    assertFault("file", "nothing", () -> LoraAdapter.open(folder, BASE));
  }

  @Test
  void values_outsideTheirRanges_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Site(-1, Projection.Q));
    Factors factors = opened(TinyAdapter.lora()).factors().get(new Site(0, Projection.DOWN));
    assertThrows(IllegalArgumentException.class, () -> new Factors(factors.a(), factors.a(), 1));
    assertFalse(factors.a().shape().equals(factors.b().shape()));
  }
}
