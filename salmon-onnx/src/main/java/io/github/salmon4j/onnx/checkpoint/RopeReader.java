package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import java.util.Optional;

/**
 * Reads the rotary embedding in both spellings: {@code rope_theta} beside {@code rope_scaling}, and
 * the {@code rope_parameters} object of newer files.
 */
final class RopeReader {

  private static final double DEFAULT_THETA = 10_000;

  private static final RopeScaling UNSCALED = new RopeScaling.Unscaled();

  private RopeReader() {}

  static RotaryEmbedding read(JsonObject config) {
    Optional<JsonObject> older = config.object("rope_scaling");
    Optional<JsonObject> newer = config.object("rope_parameters");
    if (older.isPresent() && newer.isPresent()) {
      throw config.fault("rope_parameters", "either this or rope_scaling", "both");
    }
    refusePartialRotation(config);
    double theta = config.positive("rope_theta", DEFAULT_THETA);
    if (newer.isPresent()) {
      double inner = newer.get().positive("rope_theta", theta);
      if (config.has("rope_theta") && inner != theta) {
        throw config.fault("rope_parameters.rope_theta", "the outer " + theta, "" + inner);
      }
      theta = inner;
    }
    RopeScaling scaling = newer.or(() -> older).map(RopeReader::scaling).orElse(UNSCALED);
    return new RotaryEmbedding(theta, scaling);
  }

  private static RopeScaling scaling(JsonObject rope) {
    refusePartialRotation(rope);
    String type = type(rope);
    RopeScaling scaling =
        switch (type) {
          case "default" -> UNSCALED;
          case "linear" -> new RopeScaling.Linear(factor(rope));
          case "llama3" -> llama3(rope);
          default -> throw rope.fault("rope_type", "default, linear or llama3", type);
        };
    rope.refuseOthers("only what rope type " + type + " uses");
    return scaling;
  }

  private static String type(JsonObject rope) {
    String older = rope.text("type", rope.text("rope_type", "default"));
    String type = rope.text("rope_type", older);
    if (!type.equals(older)) {
      throw rope.fault("type", "the same as rope_type, " + type, older);
    }
    if (!rope.has("type") && !rope.has("rope_type") && rope.has("factor")) {
      throw rope.fault("rope_type", "a type, since there is a factor", "nothing");
    }
    return type;
  }

  private static double factor(JsonObject rope) {
    double factor = rope.positive("factor");
    if (factor < 1) {
      throw rope.fault("factor", "1 or more", "" + factor);
    }
    return factor;
  }

  private static RopeScaling llama3(JsonObject rope) {
    double low = rope.positive("low_freq_factor");
    double high = rope.positive("high_freq_factor");
    if (low >= high) {
      throw rope.fault("low_freq_factor", "less than high_freq_factor, " + high, "" + low);
    }
    return new RopeScaling.Llama3(
        factor(rope), low, high, rope.count("original_max_position_embeddings"));
  }

  private static void refusePartialRotation(JsonObject object) {
    double share = object.positive("partial_rotary_factor", 1);
    if (share != 1) {
      throw object.fault("partial_rotary_factor", "1, all of each head rotated", "" + share);
    }
  }
}
