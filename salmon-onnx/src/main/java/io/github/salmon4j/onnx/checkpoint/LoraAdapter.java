package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter folder as Python's PEFT writes it: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * <p>At each {@link Site} an adapter adds {@code scale * B A x} to the output of a projection of
 * {@code x} (Hu et al. 2021, eq. 3, arXiv:2106.09685). It may also bring a scalar head. Opening
 * checks every setting and every tensor against the base model; nothing in the folder is ignored
 * that would change a number. Immutable and safe for use by several threads.
 */
public final class LoraAdapter {

  private final Map<Site, Factors> factors;
  private final @Nullable ScoreHead scoreHead;

  LoraAdapter(Map<Site, Factors> factors, @Nullable ScoreHead scoreHead) {
    this.factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    this.scoreHead = scoreHead;
  }

  /**
   * {@return the adapter in a folder}
   *
   * @param folder the folder that holds {@code adapter_config.json}
   * @param base the model that it adapts
   * @throws ModelFormatException if a file is missing or malformed, asks for something unsupported,
   *     or does not fit the base
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static LoraAdapter open(Path folder, ModelConfig base) {
    Objects.requireNonNull(base, "base");
    AdapterConfig config = AdapterConfig.read(folder.resolve("adapter_config.json"));
    Path weights = folder.resolve("adapter_model.safetensors");
    if (!Files.exists(weights) && Files.exists(folder.resolve("adapter_model.bin"))) {
      throw new ModelFormatException(
          folder,
          "weights",
          "adapter_model.safetensors",
          "adapter_model.bin, a PyTorch pickle: convert it to safetensors first");
    }
    return new AdapterReader(SafetensorsFile.open(weights), config).read(base.dimensions());
  }

  /** {@return the adapter that changes nothing and brings no head} */
  public static LoraAdapter none() {
    return new LoraAdapter(Map.of(), null);
  }

  /** {@return the updates by place, from the first layer to the last} */
  public Map<Site, Factors> factors() {
    return factors;
  }

  /** {@return the scalar head, if the adapter brings one} */
  public Optional<ScoreHead> scoreHead() {
    return Optional.ofNullable(scoreHead);
  }

  /**
   * A place where an adapter attaches.
   *
   * @param layer the layer's index, from 0 to L - 1
   * @param projection which of the layer's projections
   */
  public record Site(int layer, Projection projection) {

    /**
     * Checks the index.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Site {
      Objects.requireNonNull(projection, "projection");
      if (layer < 0) {
        throw new IllegalArgumentException("layer: expected 0 or more, found " + layer);
      }
    }
  }

  /**
   * A low-rank update {@code scale * B A}.
   *
   * @param a the first factor, [R, in]
   * @param b the second factor, [out, R]
   * @param scale alpha / R, or alpha / sqrt(R) if the adapter is rank-stabilized; above 0
   */
  public record Factors(TensorEntry a, TensorEntry b, double scale) {

    /**
     * Checks that the factors fit each other.
     *
     * @throws IllegalArgumentException if they are no matrices that share R
     */
    public Factors {
      if (a.shape().size() != 2
          || b.shape().size() != 2
          || !a.shape().get(0).equals(b.shape().get(1))) {
        throw new IllegalArgumentException(
            "factors: expected [R, in] and [out, R], found " + a.shape() + " and " + b.shape());
      }
    }

    /** {@return R} */
    public int rank() {
      return Math.toIntExact(a.shape().get(0));
    }
  }

  /** A trained head that turns the last hidden state into one number. */
  public static final class ScoreHead {

    private final TensorEntry weight;
    private final @Nullable TensorEntry bias;

    ScoreHead(TensorEntry weight, @Nullable TensorEntry bias) {
      this.weight = weight;
      this.bias = bias;
    }

    /** {@return the weight, [1, C]} */
    public TensorEntry weight() {
      return weight;
    }

    /** {@return the bias, [1], if there is one; transformers' own models have none} */
    public Optional<TensorEntry> bias() {
      return Optional.ofNullable(bias);
    }
  }
}
