package io.github.salmon4j.onnx.checkpoint;

import java.util.List;

/** The seven linear projections of a layer: all an adapter can attach to. */
public enum Projection {
  /** Queries, [H*D, C]. */
  Q("self_attn.q_proj"),

  /** Keys, [K*D, C]. */
  K("self_attn.k_proj"),

  /** Values, [K*D, C]. */
  V("self_attn.v_proj"),

  /** Attention output, [C, H*D]. */
  O("self_attn.o_proj"),

  /** Feed-forward gate, [F, C]. */
  GATE("mlp.gate_proj"),

  /** Feed-forward expansion, [F, C]. */
  UP("mlp.up_proj"),

  /** Feed-forward contraction, [C, F]. */
  DOWN("mlp.down_proj");

  /** What attention reads its input through. */
  public static final List<Projection> ATTENTION_INPUTS = List.of(Q, K, V);

  /** What the feed-forward part reads its input through. */
  public static final List<Projection> FEED_FORWARD_INPUTS = List.of(GATE, UP);

  private final String path;

  Projection(String path) {
    this.path = path;
  }

  /** {@return the module's path inside its layer, such as {@code self_attn.q_proj}} */
  public String path() {
    return path;
  }

  /**
   * {@return the module's path in the model, such as {@code model.layers.3.self_attn.q_proj}}
   *
   * @param layer the layer's index, 0 or more
   */
  public String pathIn(int layer) {
    return "model.layers." + layer + "." + path;
  }

  /**
   * {@return the name of the weight in a checkpoint}
   *
   * @param layer the layer's index, 0 or more
   */
  public String weightIn(int layer) {
    return pathIn(layer) + ".weight";
  }

  /** {@return whether the projection belongs to attention, and not to the feed-forward part} */
  boolean isAttention() {
    return this == Q || this == K || this == V || this == O;
  }

  /**
   * {@return how many numbers the projection takes}
   *
   * @param dimensions the model's sizes
   */
  public long inputs(ModelConfig.Dimensions dimensions) {
    return switch (this) {
      case Q, K, V, GATE, UP -> dimensions.hiddenSize();
      case O -> dimensions.queryWidth();
      case DOWN -> dimensions.intermediateSize();
    };
  }

  /**
   * {@return how many numbers the projection gives}
   *
   * @param dimensions the model's sizes
   */
  public long outputs(ModelConfig.Dimensions dimensions) {
    return switch (this) {
      case Q -> dimensions.queryWidth();
      case K, V -> dimensions.keyValueWidth();
      case O, DOWN -> dimensions.hiddenSize();
      case GATE, UP -> dimensions.intermediateSize();
    };
  }
}
