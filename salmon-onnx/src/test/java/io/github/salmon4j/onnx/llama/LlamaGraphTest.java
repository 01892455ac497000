package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ExternalData;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole model as ONNX, for weights that are nowhere. */
class LlamaGraphTest {

  /** Puts every weight at a place of its own in one file that does not exist. */
  private static final class NoWeights implements Weights {

    private final GraphBuilder g;
    private final Map<String, Value> values = new HashMap<>();
    private long offset = 8;

    NoWeights(GraphBuilder g) {
      this.g = g;
    }

    @Override
    public Value weight(String name, Shape shape) {
      return values.computeIfAbsent(name, key -> declare(name, shape));
    }

    private Value declare(String name, Shape shape) {
      long length = shape.elements().times(Dim.of(Float.BYTES)).size();
      offset += length;
      return g.weight(name, shape, new ExternalData("no.safetensors", offset - length, length));
    }
  }

  private static ModelConfig config(String name) {
    return ModelConfig.read(Models.folder(name).resolve("config.json"));
  }

  private static Graph build(
      String name, Map<Site, Factors> adapter, Head head, AttentionForm form) {
    GraphBuilder g = new GraphBuilder(name);
    return LlamaGraph.build(
        g,
        new LlamaGraph.Blueprint(config(name), Overlay.of(adapter).updates(), head, form),
        new NoWeights(g));
  }

  private static ModelProto parse(Graph graph) {
    try {
      return ModelProto.parseFrom(graph.toBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> graphs() {
    return Stream.of("llama-seqcls", "mistral", "llama-tied-linear", "peft-seqcls/base")
        .flatMap(
            name ->
                Stream.of(AttentionForm.values())
                    .flatMap(
                        form ->
                            Stream.of(Head.values())
                                .map(head -> Arguments.of(name, Map.of(), head, form))));
  }

  static Stream<Arguments> graphsWithAdapters() {
    return Stream.of("adapter", "adapter-rslora")
        .flatMap(
            adapter ->
                Stream.of(AttentionForm.values())
                    .map(
                        form ->
                            Arguments.of(
                                "peft-seqcls/base",
                                Models.adapter(adapter).factors(),
                                Head.SCORE,
                                form)));
  }

  @ParameterizedTest
  @MethodSource({"graphs", "graphsWithAdapters"})
  void toBytes_wholeModel_equalsProtobufsBytes(
      String name, Map<Site, Factors> adapter, Head head, AttentionForm form) {
    Graph graph = build(name, adapter, head, form);
    ModelProto model = parse(graph);
    assertArrayEquals(model.toByteArray(), graph.toBytes());
    assertEquals(0, model.getUnknownFields().getSerializedSize());
  }

  @Test
  void build_tiedEmbeddings_declaresTheMatrixOnce() {
    ModelProto model =
        parse(build("llama-tied-linear", Map.of(), Head.VOCABULARY, AttentionForm.PLAIN));
    List<String> names =
        model.getGraph().getInitializerList().stream().map(TensorProto::getName).toList();
    assertEquals(1, names.stream().filter("model.embed_tokens.weight"::equals).count());
    assertTrue(names.stream().noneMatch("lm_head.weight"::equals));
    assertEquals(names.size(), Set.copyOf(names).size());
  }

  @Test
  void build_anyModel_leavesEveryWeightOutside() {
    ModelProto model = parse(build("llama-seqcls", Map.of(), Head.SCORE, AttentionForm.FUSED));
    List<TensorProto> outside =
        model.getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
            .toList();
    assertEquals(1 + 3 * 9 + 1, outside.size(), "embedding, nine in each layer, last norm");
    assertTrue(outside.stream().allMatch(tensor -> tensor.getRawData().isEmpty()));
  }

  @Test
  void build_fusedForm_hasOneAttentionNodeForEachLayer() {
    assertEquals(3, countOf("GroupQueryAttention", AttentionForm.FUSED));
    assertEquals(0, countOf("GroupQueryAttention", AttentionForm.PLAIN));
    assertEquals(0, countOf("Softmax", AttentionForm.FUSED));
    assertEquals(3, countOf("Softmax", AttentionForm.PLAIN));
  }

  private static long countOf(String operator, AttentionForm form) {
    return parse(build("llama-seqcls", Map.of(), Head.SCORE, form))
        .getGraph()
        .getNodeList()
        .stream()
        .map(NodeProto::getOpType)
        .filter(operator::equals)
        .count();
  }

  @Test
  void build_adapter_takesItsFactorsAsInputs() {
    Map<Site, Factors> factors = Models.adapter("adapter-rslora").factors();
    ModelProto model = parse(build("peft-seqcls/base", factors, Head.SCORE, AttentionForm.FUSED));
    Set<String> inputs =
        model.getGraph().getInputList().stream()
            .map(ValueInfoProto::getName)
            .filter(name -> name.contains("lora"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "model.layers.1.self_attn.q_proj.lora_A",
            "model.layers.1.self_attn.q_proj.lora_B",
            "model.layers.1.self_attn.v_proj.lora_A",
            "model.layers.1.self_attn.v_proj.lora_B"),
        inputs);
  }
}
