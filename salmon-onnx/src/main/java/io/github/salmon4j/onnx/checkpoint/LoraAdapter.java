package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A LoRA adapter folder as PEFT writes it. Immutable. */
public final class LoraAdapter {

  private LoraAdapter() {}

  /** {@return x} */
  public static LoraAdapter open(Path folder, ModelConfig base) {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Map<Site, Factors> factors() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Optional<ScoreHead> scoreHead() {
    throw new UnsupportedOperationException();
  }

  /**
   * Where an adapter attaches.
   *
   * @param layer from 0 to L - 1
   * @param projection which of the layer's projections
   */
  public record Site(int layer, Projection projection) {}

  /**
   * One low-rank update.
   *
   * @param a [R, in]
   * @param b [out, R]
   * @param scale the factor
   */
  public record Factors(TensorEntry a, TensorEntry b, double scale) {}

  /** A trained scalar head. */
  public static final class ScoreHead {

    private ScoreHead() {}

    /** {@return the weight, [1, C]} */
    public TensorEntry weight() {
      throw new UnsupportedOperationException();
    }

    /** {@return the bias, [1], if there is one} */
    public Optional<TensorEntry> bias() {
      throw new UnsupportedOperationException();
    }
  }
}
