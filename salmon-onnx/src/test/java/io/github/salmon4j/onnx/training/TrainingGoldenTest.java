package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Outputs and gradients of whole passes equal PyTorch's through transformers and peft. */
class TrainingGoldenTest {

  private static final double TOLERANCE = 1e-4;

  /** A golden model, trained in one way. */
  record Case(JsonNode golden, PassSettings settings) {
    @Override
    public String toString() {
      return golden.get("role").asString()
          + " "
          + golden.get("checkpoint").asString()
          + " "
          + golden.get("adapter").asString()
          + " "
          + settings;
    }
  }

  private static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<PassSettings> settings =
        List.of(
            new PassSettings(1, 1000, Integer.MAX_VALUE),
            new PassSettings(2, 12, 0),
            new PassSettings(3, 22, 1));
    for (JsonNode golden : golden("gradients.json")) {
      settings.forEach(s -> cases.add(new Case(golden, s)));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pass_equalsTorch(Case c) {
    JsonNode golden = c.golden();
    Path folder = folder(golden.get("checkpoint").asString());
    String adapter = golden.get("adapter").asString();
    Trained trained =
        adapter.isEmpty()
            ? new Trained.Everything()
            : new Trained.Adapter(folder.resolveSibling(adapter));
    try (TrainingBase base = TrainingBase.open(folder, c.settings());
        TrainableModel model = model(base, golden, trained);
        Pass pass = model.forward(batch(golden))) {
      for (int row = 0; row < golden.get("outputs").size(); row++) {
        for (int t = 0; t < golden.get("outputs").get(row).size(); t++) {
          double expected = golden.get("outputs").get(row).get(t).asDouble();
          assertEquals(expected, pass.outputs().get(row, t), TOLERANCE);
        }
      }
      pass.backward(seeds(golden, pass.outputs()));
      assertGradients(golden.get("gradients"), model);
    }
  }

  private static TrainableModel model(TrainingBase base, JsonNode golden, Trained trained) {
    Random random = new Random(1);
    return switch (golden.get("role").asString()) {
      case "POLICY" -> base.policy("m", trained, golden.get("temperature").asDouble(), random);
      case "REWARD" -> base.rewardModel("m", trained, random);
      default -> withHead(base.valueModel("m", trained, random), base);
    };
  }

  /** A value model's head starts at 0; the golden one is the checkpoint's. */
  private static TrainableModel withHead(TrainableModel model, TrainingBase base) {
    int width = base.config().dimensions().hiddenSize();
    for (Parameter p : model.parameters()) {
      if (p.name().equals("m/score.weight")) {
        p.values().put(base.frozen().floats("score.weight", 1, width));
      }
    }
    return model;
  }

  private static TokenBatch batch(JsonNode golden) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (JsonNode sequence : golden.get("sequences")) {
      JsonNode ids = sequence.get("ids");
      int[] tokens = new int[ids.size()];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = ids.get(i).asInt();
      }
      TokenIds all = TokenIds.of(tokens);
      int prompt = sequence.get("prompt").asInt();
      sequences.add(new TokenSequence(all.slice(0, prompt), all.slice(prompt, all.size())));
    }
    return new TokenBatch(sequences);
  }

  private static FloatMatrix seeds(JsonNode golden, FloatMatrix like) {
    float[] seeds = new float[like.rows() * like.columns()];
    java.util.Arrays.fill(seeds, Float.NaN);
    for (int row = 0; row < like.rows(); row++) {
      for (int t = 0; t < golden.get("seeds").get(row).size(); t++) {
        seeds[row * like.columns() + t] = (float) golden.get("seeds").get(row).get(t).asDouble();
      }
    }
    return FloatMatrix.of(like.rows(), like.columns(), seeds);
  }

  private static void assertGradients(JsonNode expected, TrainableModel model) {
    TreeSet<String> seen = new TreeSet<>();
    for (Parameter parameter : model.parameters()) {
      String name = parameter.name().substring(2);
      seen.add(name);
      if (name.equals("score.bias")) {
        continue; // transformers has none
      }
      JsonNode gradient = Objects.requireNonNull(expected.get(name), name);
      FloatBuffer found = parameter.gradient();
      double norm = gradient.get("norm").asDouble();
      double squares = 0;
      double cosine = 0;
      for (int i = 0; i < found.limit(); i++) {
        squares += (double) found.get(i) * found.get(i);
        cosine += found.get(i) * Math.cos(i);
      }
      assertEquals(norm, Math.sqrt(squares), TOLERANCE * norm, name);
      assertEquals(gradient.get("cosine").asDouble(), cosine, TOLERANCE * norm, name);
      for (int i = 0; i < gradient.get("samples").size(); i++) {
        double sample = gradient.get("samples").get(i).asDouble();
        assertEquals(sample, found.get(i * gradient.get("stride").asInt()), TOLERANCE * norm, name);
      }
    }
    assertTrue(seen.size() > 4, seen.toString());
  }

  static JsonNode golden(String file) {
    try (InputStream in =
        TrainingGoldenTest.class.getResourceAsStream("/golden/training/" + file)) {
      return new JsonMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder(String checkpoint) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  TrainingGoldenTest.class.getResource("/golden/checkpoints/" + checkpoint))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
