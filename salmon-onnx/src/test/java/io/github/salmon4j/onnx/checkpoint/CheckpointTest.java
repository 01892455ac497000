package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final String NORM = "model.norm.weight";

  @TempDir Path folder;

  private void refused(String where, String found, TinyModel model) {
    model.write(folder);
    assertFault(where, found, () -> Checkpoint.open(folder));
  }

  @Test
  void open_oneFile_hasConfigAndTensors() throws Exception {
    TinyModel model = TinyModel.llama();
    Checkpoint checkpoint = Checkpoint.open(model.write(folder));
    assertEquals(model.config(), checkpoint.config());
    assertEquals(folder, checkpoint.folder());
    assertEquals(Set.copyOf(model.names()), checkpoint.tensorNames());
    assertEquals(Optional.empty(), checkpoint.tokenizerFile());
    TensorEntry norm = checkpoint.tensor(NORM, 4);
    assertArrayEquals(model.values(NORM), array(norm));
    assertEquals(folder.toRealPath(), checkpoint.commonFolder());
    assertEquals("model.safetensors", checkpoint.locationOf(norm));
    assertTrue(checkpoint.toString().contains("LlamaForCausalLM"));
  }

  static float[] array(TensorEntry tensor) {
    float[] values = new float[(int) tensor.elementCount()];
    tensor.floats().get(values);
    return values;
  }

  @Test
  void open_withTokenizer_namesIt() {
    TinyModel.llama().write(folder);
    TinyModel.text(folder.resolve("tokenizer.json"), "{}");
    assertEquals(
        Optional.of(folder.resolve("tokenizer.json")), Checkpoint.open(folder).tokenizerFile());
  }

  @Test
  void open_shards_areOneCheckpoint() {
    TinyModel model = TinyModel.llama();
    Checkpoint checkpoint = Checkpoint.open(model.writeShards(folder, 5));
    for (String name : model.names()) {
      TensorEntry tensor = checkpoint.tensor(name, model.shape(name));
      assertArrayEquals(model.values(name), array(tensor), name);
      int shard = model.names().indexOf(name) < 5 ? 1 : 2;
      assertEquals(TinyModel.shard(shard), checkpoint.locationOf(tensor));
    }
  }

  @Test
  void open_oneFileBesideAnIndex_oneFileWins() {
    TinyModel.llama().write(folder);
    TinyModel.text(folder.resolve("model.safetensors.index.json"), "not even JSON");
    Checkpoint.open(folder);
  }

  @Test
  void open_huggingFaceCache_linksAreFollowed() throws Exception {
    TinyModel model = TinyModel.llama();
    Path blobs = Files.createDirectories(folder.resolve("models--tiny/blobs"));
    Path snapshot = Files.createDirectories(folder.resolve("models--tiny/snapshots/abc"));
    model.writeShards(snapshot, 3);
    String[] names = {"config.json", "model.safetensors.index.json", TinyModel.shard(1)};
    for (int i = 0; i < names.length; i++) {
      Files.move(snapshot.resolve(names[i]), blobs.resolve("hash" + i));
      Files.createSymbolicLink(snapshot.resolve(names[i]), Path.of("../../blobs/hash" + i));
    }
    Checkpoint checkpoint = Checkpoint.open(snapshot);
    assertEquals(folder.resolve("models--tiny").toRealPath(), checkpoint.commonFolder());
    TensorEntry linked = checkpoint.tensor("model.embed_tokens.weight", 6, 4);
    TensorEntry plain = checkpoint.tensor(NORM, 4);
    assertEquals("blobs/hash2", checkpoint.locationOf(linked));
    assertEquals("snapshots/abc/" + TinyModel.shard(2), checkpoint.locationOf(plain));
    assertArrayEquals(model.values("model.embed_tokens.weight"), array(linked));
  }

  @Test
  void locationOf_anotherCheckpointsTensor_isRefused() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    TensorEntry foreign = Checkpoint.open(TinyModel.llama().write(other)).tensor(NORM, 4);
    Checkpoint checkpoint = Checkpoint.open(TinyModel.llama().write(folder));
    assertThrows(IllegalArgumentException.class, () -> checkpoint.locationOf(foreign));
  }

  @Test
  void open_noFolder_isFault() {
    assertFault("folder", "none", () -> Checkpoint.open(folder.resolve("absent")));
  }

  @Test
  void open_noConfig_isFault() throws Exception {
    Files.delete(TinyModel.llama().write(folder).resolve("config.json"));
    assertFault("file", "nothing", () -> Checkpoint.open(folder));
  }

  @Test
  void open_noWeights_isFault() throws Exception {
    Files.delete(TinyModel.llama().write(folder).resolve("model.safetensors"));
    assertFault("weights", "neither", () -> Checkpoint.open(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytorch_model.bin", "pytorch_model-00001-of-00002.bin", "model.pth"})
  void open_onlyPickles_saysToConvert(String name) throws Exception {
    Path weights = TinyModel.llama().write(folder).resolve("model.safetensors");
    Files.move(weights, folder.resolve(name));
    ModelFormatException fault =
        assertFault("weights", "convert it to safetensors", () -> Checkpoint.open(folder));
    assertTrue(fault.found().contains(name));
  }

  @Test
  void open_missingTensor_isNamed() {
    String name = "model.layers.1.mlp.up_proj.weight";
    refused(name, "none", TinyModel.llama().without(name));
  }

  @Test
  void open_shapeAgainstConfig_isFault() {
    String name = "model.layers.0.self_attn.k_proj.weight";
    ModelFormatException fault =
        assertThrows(
            ModelFormatException.class,
            () -> Checkpoint.open(TinyModel.llama().tensor(name, 4, 4).write(folder)));
    assertEquals("shape [2, 4] by the configuration", fault.expected());
    assertEquals("shape [4, 4]", fault.found());
    assertEquals(name, fault.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.layers.0.self_attn.q_norm.weight",
        "model.layers.0.self_attn.q_proj.bias",
        "model.layers.2.input_layernorm.weight",
        "v_head.summary.weight",
        "score.weight"
      })
  void open_tensorThatNothingUses_isNamed(String name) {
    refused(name, "one more", TinyModel.llama().tensor(name, 4));
  }

  @Test
  void open_rotaryTables_areIgnored() {
    TinyModel.llama()
        .tensor("model.layers.0.self_attn.rotary_emb.inv_freq", 1)
        .tensor("model.rotary_emb.inv_freq", 1)
        .write(folder);
    Checkpoint.open(folder);
  }

  @Test
  void open_tiedHead_mayBeStoredOrNot() {
    TinyModel tied = TinyModel.llama().with("tie_word_embeddings", "true");
    Checkpoint.open(tied.write(folder));
    Checkpoint.open(tied.without("lm_head.weight").write(folder));
  }

  @Test
  void open_untiedHead_mustBeStored() {
    refused("lm_head.weight", "none", TinyModel.llama().without("lm_head.weight"));
  }

  @Test
  void open_scoreHead_isRequiredAndAlone() {
    Checkpoint.open(TinyModel.score().write(folder));
    refused("score.weight", "none", TinyModel.score().without("score.weight"));
    refused("score.weight", "[2, 4]", TinyModel.score().tensor("score.weight", 2, 4));
    refused("lm_head.weight", "one more", TinyModel.score().tensor("lm_head.weight", 6, 4));
  }

  @Test
  void open_biases_areRequiredWhereConfigured() {
    TinyModel biased = TinyModel.llama().with("mlp_bias", "true");
    refused("model.layers.0.mlp.gate_proj.bias", "none", biased);
    for (int layer = 0; layer < 2; layer++) {
      String prefix = "model.layers." + layer + ".mlp.";
      biased.tensor(prefix + "gate_proj.bias", 6).tensor(prefix + "up_proj.bias", 6);
      biased.tensor(prefix + "down_proj.bias", 4);
    }
    Checkpoint.open(biased.write(folder));
    refused("layers.0.self_attn.q_proj.bias", "", biased.with("attention_bias", "true"));
  }

  @Test
  void open_moreLayersClaimedThanStored_failsAtTheFirst() {
    refused("model.layers.2.", "", TinyModel.llama().with("num_hidden_layers", "2147483647"));
  }

  @Test
  void open_weightThatIsNoFloat_namesItsType() throws Exception {
    TinyModel model = TinyModel.llama().without(NORM);
    model.write(folder);
    SafetensorsBytes bytes = new SafetensorsBytes();
    model.names().forEach(n -> bytes.add(n, ElementType.F32, model.sizes(n), model.values(n)));
    bytes.add(NORM, "F64", List.of(4L), new byte[32]).write(folder.resolve("model.safetensors"));
    assertFault(NORM, "type F64", () -> Checkpoint.open(folder));
  }

  @Test
  void tensor_missingOrOfAnotherShape_isFault() {
    Checkpoint checkpoint = Checkpoint.open(TinyModel.llama().write(folder));
    assertFault("model.norm.bias", "none", () -> checkpoint.tensor("model.norm.bias", 4));
    assertFault(NORM, "[4]", () -> checkpoint.tensor(NORM, 4, 1));
    assertFault(NORM, "[4]", () -> checkpoint.tensor(NORM));
  }
}
