package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterWriterTest {

  private static final ModelConfig BASE = TinyModel.llama().config();
  private static final Site FIRST_Q = new Site(0, Projection.Q);
  private static final Site FIRST_DOWN = new Site(0, Projection.DOWN);
  private static final Site LAST_DOWN = new Site(1, Projection.DOWN);

  @TempDir Path home;

  private final AdapterWriter writer = new AdapterWriter(BASE, "base");

  private Path folder() {
    return home.resolve("adapter");
  }

  private LoraAdapter reread() {
    writer.write(folder());
    return LoraAdapter.open(folder(), BASE);
  }

  private String config() throws Exception {
    return Files.readString(folder().resolve("adapter_config.json"));
  }

  private static FloatBuffer filled(int size, float first) {
    FloatBuffer values = FloatBuffer.allocate(size);
    for (int i = 0; i < size; i++) {
      values.put(i, first + i / 3f);
    }
    return values;
  }

  private static void add(AdapterWriter to, Site site, int rank, double alpha) {
    int in = (int) site.projection().inputs(BASE.dimensions());
    int out = (int) site.projection().outputs(BASE.dimensions());
    float first = site.layer() * 7 + site.projection().ordinal();
    to.factors(site, alpha, filled(rank * in, first), filled(out * rank, -first));
  }

  @Test
  void write_severalRanksAndAlphas_areReadBack() {
    Map<Site, Integer> ranks =
        Map.of(FIRST_Q, 2, FIRST_DOWN, 2, LAST_DOWN, 3, new Site(1, Projection.K), 1);
    Map<Site, Double> alphas =
        Map.of(FIRST_Q, 4.0, FIRST_DOWN, 1 / 3.0, LAST_DOWN, 4.0, new Site(1, Projection.K), 1e10);
    ranks.forEach((site, rank) -> add(writer, site, rank, alphas.get(site)));
    LoraAdapter adapter = reread();
    assertEquals(ranks.keySet(), adapter.factors().keySet());
    adapter
        .factors()
        .forEach(
            (site, factors) -> {
              int rank = ranks.get(site);
              assertEquals(rank, factors.rank());
              assertEquals(alphas.get(site) / rank, factors.scale());
              assertSame(site, factors);
            });
    assertTrue(adapter.scoreHead().isEmpty());
  }

  private static void assertSame(Site site, Factors factors) {
    float first = site.layer() * 7 + site.projection().ordinal();
    assertEquals(filled((int) factors.a().elementCount(), first), factors.a().floats());
    assertEquals(filled((int) factors.b().elementCount(), -first), factors.b().floats());
  }

  @Test
  void config_everywhereAlike_isPlain() throws Exception {
    add(writer, LAST_DOWN, 2, 4);
    add(writer, FIRST_DOWN, 2, 4);
    writer.scoreHead(filled(4, 1)).write(folder());
    assertEquals(
        """
        {
          "alpha_pattern" : { },
          "base_model_name_or_path" : "base",
          "bias" : "none",
          "fan_in_fan_out" : false,
          "inference_mode" : true,
          "init_lora_weights" : true,
          "lora_alpha" : 4,
          "lora_dropout" : 0.0,
          "modules_to_save" : [
            "score"
          ],
          "peft_type" : "LORA",
          "r" : 2,
          "rank_pattern" : { },
          "target_modules" : [
            "down_proj"
          ],
          "task_type" : "SEQ_CLS"
        }
        """,
        config());
  }

  @Test
  void config_exceptionsAndGaps_areWrittenAsPaths() throws Exception {
    add(writer, FIRST_Q, 3, 5.5);
    add(writer, FIRST_DOWN, 2, 4);
    add(writer, LAST_DOWN, 2, 4);
    writer.write(folder());
    String json = config().replaceAll("\\s+", "");
    assertTrue(
        json.contains("\"target_modules\":[\"down_proj\",\"model.layers.0.self_attn.q_proj\"]"),
        json);
    assertTrue(json.contains("\"rank_pattern\":{\"model.layers.0.self_attn.q_proj\":3}"), json);
    assertTrue(json.contains("\"alpha_pattern\":{\"model.layers.0.self_attn.q_proj\":5.5}"), json);
    assertTrue(json.contains("\"modules_to_save\":null"), json);
    assertTrue(json.contains("\"task_type\":\"CAUSAL_LM\""), json);
  }

  @Test
  void config_equallyFrequent_theSmallestIsTheRule() throws Exception {
    add(writer, FIRST_DOWN, 3, 9);
    add(writer, LAST_DOWN, 2, 4);
    writer.write(folder());
    String json = config().replaceAll("\\s+", "");
    assertTrue(json.contains("\"r\":2,"), json);
    assertTrue(json.contains("\"lora_alpha\":4,"), json);
  }

  @Test
  void write_inAnotherOrder_givesTheSameBytes() throws Exception {
    AdapterWriter other = new AdapterWriter(BASE, "base").scoreHead(filled(4, 1));
    for (Site site : List.of(LAST_DOWN, FIRST_Q, FIRST_DOWN)) {
      add(other, site, 2 + site.layer(), 4);
    }
    other.write(home.resolve("other"));
    for (Site site : List.of(FIRST_Q, FIRST_DOWN, LAST_DOWN)) {
      add(writer, site, 2 + site.layer(), 4);
    }
    writer.scoreHead(filled(4, 1)).write(folder());
    for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder().resolve(file)),
          Files.readAllBytes(home.resolve("other").resolve(file)));
    }
  }

  @Test
  void scoreHead_withBias_isReadBack() {
    add(writer, FIRST_Q, 1, 1);
    writer.scoreHead(filled(4, 1), filled(1, 9));
    LoraAdapter.ScoreHead head = reread().scoreHead().orElseThrow();
    assertEquals(filled(4, 1), head.weight().floats());
    assertEquals(filled(1, 9), head.bias().orElseThrow().floats());
  }

  @Test
  void baseWithAHeadOfItsOwn_leavesTheTaskOpen() throws Exception {
    ModelConfig score = TinyModel.score().config();
    AdapterWriter over = new AdapterWriter(score, "base");
    add(over, FIRST_Q, 1, 1);
    over.write(folder());
    assertTrue(config().contains("\"task_type\" : null"), config());
    assertEquals(Set.of(FIRST_Q), LoraAdapter.open(folder(), score).factors().keySet());
  }

  @Test
  void write_whatIsInTheBuffersThen() {
    FloatBuffer a = filled(4, 1);
    writer.factors(FIRST_Q, 1, a, filled(4, 2));
    a.put(0, 77);
    assertEquals(77, reread().factors().get(FIRST_Q).a().floats().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "empty folder", "folder"})
  void write_whereSomethingIs_isRefusedAndChangesNothing(String what) throws Exception {
    add(writer, FIRST_Q, 1, 1);
    if (what.equals("file")) {
      Files.writeString(folder(), "mine");
    } else {
      Files.createDirectory(folder());
    }
    if (what.equals("folder")) {
      Files.writeString(folder().resolve("adapter_config.json"), "mine");
    }
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> writer.write(folder()));
    assertTrue(
        e.getMessage().startsWith(folder() + ": expected to be written, found "), e.getMessage());
    try (Stream<Path> left = Files.list(home)) {
      assertEquals(List.of(folder()), left.toList());
    }
  }

  @Test
  void write_nowhere_saysSo() {
    add(writer, FIRST_Q, 1, 1);
    assertThrows(UncheckedIOException.class, () -> writer.write(home.resolve("missing/adapter")));
    assertThrows(IllegalStateException.class, () -> new AdapterWriter(BASE, "").write(folder()));
  }

  @Test
  void factors_thatDoNotFit_areRefused() {
    refused("layer: expected below 2, found 2", new Site(2, Projection.Q), 1, 4, 4);
    String q = "model.layers.0.self_attn.q_proj";
    refused("alpha of " + q + ": expected a finite number above 0, found 0.0", FIRST_Q, 0, 4, 4);
    refused(
        "alpha of " + q + ": expected a finite number above 0, found NaN",
        FIRST_Q,
        Double.NaN,
        4,
        4);
    int[][] sizes = {{0, 0}, {3, 4}, {4, 3}, {8, 4}, {4, 8}, {6, 4}, {6, 6}};
    for (int[] size : sizes) {
      refused(
          "factors of %s: expected [R, 4] and [4, R], found %d and %d numbers"
              .formatted(q, size[0], size[1]),
          FIRST_Q,
          1,
          size[0],
          size[1]);
    }
    add(writer, FIRST_Q, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> add(writer, FIRST_Q, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> writer.scoreHead(filled(3, 1)));
    assertEquals(Set.of(FIRST_Q), reread().factors().keySet());
  }

  private void refused(String message, Site site, double alpha, int a, int b) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> writer.factors(site, alpha, filled(a, 0), filled(b, 0)));
    assertEquals(message, e.getMessage());
  }
}
