package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Architecture;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.SpecialTokens;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

  @TempDir Path folder;

  private static void refused(String where, String found, TinyModel model) {
    assertFault(where, found, model::config);
  }

  @Test
  void llama_onlyTheNeededKeys_defaultsOfTransformers() {
    assertEquals(
        new ModelConfig(
            Architecture.LLAMA_CAUSAL_LM,
            new Dimensions(6, 4, 2, 2, 1, 2, 6, 16),
            1e-6,
            new RotaryEmbedding(10_000, new RopeScaling.Unscaled()),
            new AttentionSpan.Full(),
            Set.of(),
            new SpecialTokens(List.of(1), List.of(2), List.of())),
        TinyModel.llama().config());
  }

  @Test
  void read_aFile_isParsed() throws Exception {
    Path file = Files.writeString(folder.resolve("config.json"), TinyModel.llama().configJson());
    assertEquals(TinyModel.llama().config(), ModelConfig.read(file));
  }

  @Test
  void read_noFile_isFault() {
    assertFault("file", "nothing", () -> ModelConfig.read(folder.resolve("config.json")));
  }

  @Test
  void llama_everythingStated_isTaken() {
    ModelConfig config =
        TinyModel.llama()
            .with("head_dim", "6")
            .with("rms_norm_eps", "1e-5")
            .with("rope_theta", "500000")
            .with("tie_word_embeddings", "true")
            .with("attention_bias", "true")
            .with("mlp_bias", "true")
            .with("hidden_act", "\"swish\"")
            .with("bos_token_id", "128000")
            .with("eos_token_id", "[128001, 128009]")
            .with("pad_token_id", "0")
            .config();
    assertEquals(6, config.dimensions().headDim());
    assertEquals(12, config.dimensions().queryWidth());
    assertEquals(6, config.dimensions().keyValueWidth());
    assertEquals(1e-5, config.rmsNormEpsilon());
    assertEquals(500_000, config.rotary().theta());
    assertEquals(Set.of(Trait.values()), config.traits());
    assertTrue(config.has(Trait.MLP_BIAS));
    assertEquals(
        new SpecialTokens(List.of(128_000), List.of(128_001, 128_009), List.of(0)),
        config.specialTokens());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "-1"})
  void specialTokens_nullOrMinusOne_isNone(String value) {
    SpecialTokens none = new SpecialTokens(List.of(), List.of(), List.of());
    TinyModel model = TinyModel.llama().with("bos_token_id", value).with("eos_token_id", value);
    assertEquals(none, model.with("pad_token_id", value).config().specialTokens());
  }

  @Test
  void specialTokens_severalBeginnings_isFault() {
    refused("bos_token_id", "[1, 2]", TinyModel.llama().with("bos_token_id", "[1, 2]"));
  }

  @ParameterizedTest
  @CsvSource({
    "LlamaForCausalLM, llama, VOCABULARY",
    "MistralForCausalLM, mistral, VOCABULARY",
    "LlamaForSequenceClassification, llama, SCORE",
    "MistralForSequenceClassification, mistral, SCORE"
  })
  void architectures_supported_haveTheirHead(String name, String family, Head head) {
    Architecture architecture =
        TinyModel.llama()
            .with("architectures", "[\"" + name + "\"]")
            .with("model_type", '"' + family + '"')
            .with("num_labels", "1")
            .config()
            .architecture();
    assertEquals(name, architecture.className());
    assertEquals(head, architecture.head());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"Qwen2ForCausalLM\"]",
        "[\"LlamaForTokenClassification\"]",
        "[\"LlamaForCausalLM\", \"MistralForCausalLM\"]",
        "[]",
        "null"
      })
  void architectures_other_areNamed(String json) {
    String shown = json.equals("null") ? "null" : json.replace(" ", "");
    refused("architectures", shown, TinyModel.llama().with("architectures", json));
  }

  @Test
  void modelType_ofAnotherFamily_isFault() {
    refused("model_type", "mistral", TinyModel.llama().with("model_type", "\"mistral\""));
    refused("model_type", "llama", TinyModel.mistral().with("model_type", "\"llama\""));
  }

  @Test
  void labels_oneByEitherKey_isAScore() {
    assertEquals(Head.SCORE, TinyModel.score().config().architecture().head());
    TinyModel counted = TinyModel.score().withoutKey("id2label").with("num_labels", "1");
    assertEquals(Head.SCORE, counted.config().architecture().head());
  }

  @Test
  void labels_absent_meanTwo() {
    refused("id2label", "means 2", TinyModel.score().withoutKey("id2label"));
    refused("id2label", "means 2", TinyModel.score().with("id2label", "null"));
  }

  @Test
  void labels_severalOrContradicting_areFaults() {
    String two = "{\"0\": \"A\", \"1\": \"B\"}";
    refused("id2label", "2 labels", TinyModel.score().with("id2label", two));
    refused(
        "num_labels", "3 labels", TinyModel.score().withoutKey("id2label").with("num_labels", "3"));
    refused("num_labels", "1", TinyModel.score().with("id2label", two).with("num_labels", "1"));
  }

  @Test
  void labels_ofALanguageModel_doNotMatter() {
    TinyModel.llama().with("id2label", "{\"0\": \"A\", \"1\": \"B\"}").config();
  }

  @Test
  void keyValueHeads_absentOrNull_followTheFamily() {
    assertEquals(
        2,
        TinyModel.llama().withoutKey("num_key_value_heads").config().dimensions().keyValueHeads());
    TinyModel mistral = TinyModel.mistral().with("num_attention_heads", "16").with("head_dim", "2");
    assertEquals(
        8, mistral.withoutKey("num_key_value_heads").config().dimensions().keyValueHeads());
    assertEquals(
        16, mistral.with("num_key_value_heads", "null").config().dimensions().keyValueHeads());
  }

  @Test
  void maxPositions_absent_followTheFamily() {
    String key = "max_position_embeddings";
    assertEquals(2048, TinyModel.llama().withoutKey(key).config().dimensions().maxPositions());
    assertEquals(131_072, TinyModel.mistral().withoutKey(key).config().dimensions().maxPositions());
  }

  @Test
  void slidingWindow_ofAMistral_absentNullOrStated() {
    assertEquals(new AttentionSpan.SlidingWindow(4096), TinyModel.mistral().config().span());
    assertEquals(
        new AttentionSpan.Full(),
        TinyModel.mistral().with("sliding_window", "null").config().span());
    assertEquals(
        new AttentionSpan.SlidingWindow(3),
        TinyModel.mistral().with("sliding_window", "3").config().span());
    refused("sliding_window", "0", TinyModel.mistral().with("sliding_window", "0"));
  }

  @Test
  void slidingWindow_ofALlama_isFault() {
    refused("sliding_window", "8", TinyModel.llama().with("sliding_window", "8"));
    assertEquals(
        new AttentionSpan.Full(), TinyModel.llama().with("sliding_window", "null").config().span());
  }

  @Test
  void biases_ofAMistral_areFaults() {
    refused("attention_bias", "true", TinyModel.mistral().with("attention_bias", "true"));
    refused("mlp_bias", "true", TinyModel.mistral().with("mlp_bias", "true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vocab_size",
        "hidden_size",
        "intermediate_size",
        "num_hidden_layers",
        "num_attention_heads"
      })
  void sizes_missingOrOutOfRange_areFaults(String key) {
    refused(key, "nothing", TinyModel.llama().withoutKey(key));
    for (String wrong : List.of("0", "-4", "4.0", "\"4\"", "2147483648", "1e99", "[4]", "true")) {
      refused(key, "", TinyModel.llama().with(key, wrong));
    }
  }

  @Test
  void sizes_thatDisagree_areFaults() {
    refused("num_attention_heads", "2", TinyModel.llama().with("num_key_value_heads", "3"));
    refused("hidden_size", "5", TinyModel.llama().with("hidden_size", "5"));
    refused("head_dim", "3", TinyModel.llama().with("head_dim", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1e-5", "1e999", "\"1e-5\"", "1e-999"})
  void epsilon_outOfRange_isFault(String value) {
    refused("rms_norm_eps", "", TinyModel.llama().with("rms_norm_eps", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_act            | \"gelu\"",
        "quantization_config   | {\"quant_method\": \"gptq\"}",
        "pretraining_tp        | 2",
        "partial_rotary_factor | 0.5",
        "auto_map              | {\"AutoModel\": \"modeling.Model\"}",
        "is_encoder_decoder    | true",
        "add_cross_attention   | true",
        "rope_interleaved      | true",
        "pruned_heads          | {\"0\": [1]}",
        "tie_word_embeddings   | 1",
        "logit_scale           | 0.5",
        "layer_types           | [\"full_attention\"]",
        "residual_multiplier   | 1.0"
      })
  void unsupportedOrUnknown_isNamed(String key, String json) {
    refused(key, "", TinyModel.llama().with(key, json));
  }

  @Test
  void unknownKey_withNull_isAbsent() {
    TinyModel.llama().with("logit_scale", "null").config();
  }

  @Test
  void knownUninfluentialKeys_areIgnored() {
    TinyModel model = TinyModel.llama();
    IgnoredKeys.MODEL.forEach(key -> model.with(key, "\"anything\""));
    assertEquals(TinyModel.llama().config(), model.config());
  }

  @Test
  void unsetFeatures_areAccepted() {
    TinyModel.llama()
        .with("pretraining_tp", "1")
        .with("partial_rotary_factor", "1.0")
        .with("is_encoder_decoder", "false")
        .with("pruned_heads", "{}")
        .with("quantization_config", "null")
        .config();
  }

  @Test
  void constructors_outsideTheirRanges_refuse() {
    assertThrows(IllegalArgumentException.class, () -> new Dimensions(6, 4, 2, 2, 1, 3, 6, 16));
    assertThrows(IllegalArgumentException.class, () -> new Dimensions(6, 4, 2, 3, 2, 2, 6, 16));
    assertThrows(IllegalArgumentException.class, () -> new Dimensions(0, 4, 2, 2, 1, 2, 6, 16));
    assertThrows(IllegalArgumentException.class, () -> new AttentionSpan.SlidingWindow(0));
    RopeScaling unscaled = new RopeScaling.Unscaled();
    assertThrows(IllegalArgumentException.class, () -> new RotaryEmbedding(Double.NaN, unscaled));
  }
}
