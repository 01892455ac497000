package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Bytes;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import io.github.salmon4j.onnx.session.Session;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What company, runs, threads and packing may and may not change in few bits. */
class PrecisionEquivalenceTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);
  private static final WeightPrecision INT8 = WeightPrecision.int8();
  private static final String DOWN = "model.layers.1.mlp.down_proj.weight";
  private static final int OUT = 64;
  private static final int IN = 96;

  static Stream<WeightPrecision> few() {
    return Stream.of(INT8, WeightPrecision.int4(), WeightPrecision.int4(128));
  }

  private static LlamaModel scoring(EngineSettings settings) {
    return LlamaModel.scoring(Models.checkpoint("llama-seqcls"), LoraAdapter.none(), settings);
  }

  /** Each with a first token of its own, so that nothing is shared. */
  private static List<TokenIds> unrelated() {
    List<TokenIds> sequences = new ArrayList<>();
    int[] lengths = new Random(1).ints(12, 1, 90).toArray();
    for (int i = 0; i < lengths.length; i++) {
      TokenIds rest = Models.tokens(100 + i, lengths[i]);
      sequences.add(TokenIds.concat(List.of(TokenIds.of(3 + i), rest)));
    }
    return sequences;
  }

  private static float[] alone(LlamaModel model, List<TokenIds> sequences) {
    float[] scores = new float[sequences.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = model.scores(List.of(sequences.get(i)), Monitor.none())[0];
    }
    return scores;
  }

  /** One product with a real matrix: x [rows, 96] to [rows, 64]. */
  private static float[] product(WeightPrecision precision, Bytes bytes, float[] x, int threads) {
    Checkpoint checkpoint = Models.checkpoint("llama-seqcls");
    WeightFiles files = WeightFiles.Codes.of(checkpoint, precision, bytes);
    GraphBuilder g = new GraphBuilder("product");
    Value left = g.input("x", ElementType.FLOAT32, Shape.of(Dim.symbol("N"), Dim.of(IN)));
    Weights.Matrix down = new Weights.Matrix(DOWN, Shape.of(OUT, IN));
    g.output("y", files.in(g).products(g, left, List.of(down)).get(0));
    try (Session session = Session.open(g.build(), files.folder(), SETTINGS.withThreads(threads));
        OnnxTensor in = Tensors.of(x, x.length / IN, IN);
        OnnxTensor out = session.run(Map.of("x", in), Set.of("y")).get("y")) {
      float[] y = new float[x.length / IN * OUT];
      out.getFloatBuffer().get(y);
      return y;
    }
  }

  private static float[] numbers(int rows) {
    Random random = new Random(5);
    float[] x = new float[rows * IN];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() * (1 + i / IN));
    }
    return x;
  }

  private static float largest(FloatBuffer values, int from, int count) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    return largest;
  }

  @ParameterizedTest
  @EnumSource(Bytes.class)
  void int8_product_equalsTheSumOfCodesInDouble(Bytes bytes) {
    float[] x = numbers(7);
    float[] found = product(INT8, bytes, x, 1);
    FloatBuffer w = Models.checkpoint("llama-seqcls").tensor(DOWN, OUT, IN).floats();
    for (int row = 0; row < 7; row++) {
      float sx = largest(FloatBuffer.wrap(x), row * IN, IN) / 127;
      for (int o = 0; o < OUT; o++) {
        float sw = largest(w, o * IN, IN) / 127;
        long sum = 0;
        double exact = 0;
        for (int i = 0; i < IN; i++) {
          float left = x[row * IN + i];
          float right = w.get(o * IN + i);
          sum += (long) (Math.rint(left / sx) * Math.rint(right / sw));
          exact += (double) left * right;
        }
        double expected = (double) sum * sx * sw;
        String where = "row " + row + ", output " + o;
        assertEquals(expected, found[row * OUT + o], 2e-7 * Math.abs(expected), where);
        // Two roundings of at most half a step, of IN products.
        double bound = IN * 127 * (double) sx * sw;
        assertEquals(exact, found[row * OUT + o], bound, where);
      }
    }
  }

  @Test
  void int8_unsignedCodes_giveTheSameBits() {
    float[] x = numbers(7);
    assertArrayEquals(product(INT8, Bytes.SIGNED, x, 1), product(INT8, Bytes.UNSIGNED, x, 1), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 33})
  void int8_productOfSomeRows_isTheSameBitForBit(int rows) {
    float[] all = product(INT8, Bytes.SIGNED, numbers(64), 1);
    float[] some = product(INT8, Bytes.SIGNED, Arrays.copyOf(numbers(64), rows * IN), 1);
    assertArrayEquals(Arrays.copyOf(all, rows * OUT), some, 0);
    assertArrayEquals(all, product(INT8, Bytes.SIGNED, numbers(64), 3), 0);
  }

  @Test
  void int8_rowOfNoNumbersOrZeros_leavesTheOthersAlone() {
    float[] x = numbers(4);
    float[] expected = product(INT8, Bytes.SIGNED, x, 1);
    Arrays.fill(x, 0, IN, Float.NaN);
    Arrays.fill(x, IN, 2 * IN, 0);
    float[] found = product(INT8, Bytes.SIGNED, x, 1);
    assertArrayEquals(new float[OUT], Arrays.copyOfRange(found, OUT, 2 * OUT), 0);
    assertArrayEquals(
        Arrays.copyOfRange(expected, 2 * OUT, 4 * OUT),
        Arrays.copyOfRange(found, 2 * OUT, 4 * OUT),
        0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void int8_infinity_isNotMadeANumber(float value) {
    float[] x = numbers(1);
    x[3] = value;
    for (float y : product(INT8, Bytes.SIGNED, x, 1)) {
      assertTrue(!Float.isFinite(y), "found " + y);
    }
  }

  /** Smaller than what a fixed floor under the scales would leave of them. */
  @Test
  void int8_tinyNumbers_areCodedAsAnyOthers() {
    float[] x = numbers(2);
    float[] expected = product(INT8, Bytes.SIGNED, x, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.scalb(x[i], -100);
    }
    float[] found = product(INT8, Bytes.SIGNED, x, 1);
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i], Math.scalb(found[i], 100), 1e-6 * Math.abs(expected[i]));
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void scores_batch_equalsEachAlone(WeightPrecision precision) {
    try (LlamaModel model = scoring(SETTINGS.withPrecision(precision))) {
      Closeness.assertSame(alone(model, unrelated()), model.scores(unrelated(), Monitor.none()));
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void scores_manyThreads_equalOneBitForBit(WeightPrecision precision) {
    try (LlamaModel one = scoring(SETTINGS.withPrecision(precision));
        LlamaModel many = scoring(SETTINGS.withPrecision(precision).withThreads(2))) {
      assertArrayEquals(alone(one, unrelated()), alone(many, unrelated()), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 16, 64})
  void int8_fewTokensPerRun_equalMany(int tokens) {
    EngineSettings settings = SETTINGS.withPrecision(INT8);
    try (LlamaModel many = scoring(settings);
        LlamaModel few = scoring(settings.withTokensPerRun(tokens))) {
      Closeness.assertSame(alone(many, unrelated()), alone(few, unrelated()));
    }
  }

  @Test
  void int8_mappedWeights_equalPackedOnesBitForBit() {
    EngineSettings settings = SETTINGS.withPrecision(INT8);
    try (LlamaModel packed = scoring(settings);
        LlamaModel mapped = scoring(settings.withPacking(WeightPacking.MAPPED))) {
      assertArrayEquals(
          packed.scores(unrelated(), Monitor.none()),
          mapped.scores(unrelated(), Monitor.none()),
          0);
    }
  }

  /** The update of an adapter stays float32: it moves scores as far as it does in float32. */
  @Test
  void int8_adapter_comesOnTop() {
    double[] moved = new double[2];
    double[] apart = new double[2];
    List<WeightPrecision> precisions = List.of(WeightPrecision.float32(), INT8);
    float[][] with = new float[2][];
    for (int i = 0; i < 2; i++) {
      EngineSettings settings = SETTINGS.withPrecision(precisions.get(i));
      Checkpoint base = Models.checkpoint("peft-seqcls/base");
      try (LlamaModel one = LlamaModel.scoring(base, Models.adapter("adapter"), settings);
          LlamaModel other = LlamaModel.scoring(base, Models.adapter("adapter-rslora"), settings)) {
        with[i] = alone(one, unrelated());
        float[] others = alone(other, unrelated());
        for (int s = 0; s < others.length; s++) {
          moved[i] += Math.abs(with[i][s] - others[s]);
        }
      }
    }
    for (int s = 0; s < with[0].length; s++) {
      apart[1] += Math.abs(with[0][s] - with[1][s]);
    }
    assertTrue(apart[1] > 0, "codes of 8 bits change something");
    assertTrue(apart[1] < 0.1 * moved[0], "apart " + apart[1] + ", moved " + moved[0]);
    assertEquals(moved[0], moved[1], 0.1 * moved[0]);
  }
}
