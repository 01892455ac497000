package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model computes, as its {@code config.json} says: sizes, rotary positions, attention span
 * and the few switches this library knows.
 *
 * @param architecture which Python class wrote the checkpoint
 * @param dimensions all sizes
 * @param rmsNormEpsilon added to the mean square inside every norm, greater than 0
 * @param rotary the rotary position embedding
 * @param span how far back a token attends
 * @param traits the switches that are on
 * @param specialTokens ids that mean something to whoever feeds the model
 */
public record ModelConfig(
    Architecture architecture,
    Dimensions dimensions,
    double rmsNormEpsilon,
    RotaryEmbedding rotary,
    AttentionSpan span,
    Set<Trait> traits,
    SpecialTokens specialTokens) {

  /**
   * Copies the traits.
   *
   * @throws IllegalArgumentException if the epsilon is not a finite number above 0
   */
  public ModelConfig {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(dimensions, "dimensions");
    Objects.requireNonNull(rotary, "rotary");
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(specialTokens, "specialTokens");
    requirePositive("rms norm epsilon", rmsNormEpsilon);
    traits = Set.copyOf(traits);
  }

  /**
   * {@return the configuration that a {@code config.json} states}
   *
   * <p>Absent keys take the defaults of the named architecture in Hugging Face's transformers. A
   * key that is neither known nor known to be without influence on the forward pass is an error,
   * because ignoring it could change every number silently.
   *
   * @param configFile the file
   * @throws ModelFormatException if the file is malformed, or names something unsupported
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static ModelConfig read(Path configFile) {
    return ConfigReader.read(configFile);
  }

  /**
   * {@return whether a switch is on}
   *
   * @param trait the switch
   */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The classes of transformers whose checkpoints can be read. */
  public enum Architecture {
    /** A LLaMA language model, tensors {@code model.*} and {@code lm_head.weight}. */
    LLAMA_CAUSAL_LM("LlamaForCausalLM", Head.VOCABULARY),

    /** A LLaMA with one score, tensors {@code model.*} and {@code score.weight} [1, C]. */
    LLAMA_SEQUENCE_CLASSIFICATION("LlamaForSequenceClassification", Head.SCORE),

    /** A Mistral language model: LLaMA's layout, perhaps with a sliding window. */
    MISTRAL_CAUSAL_LM("MistralForCausalLM", Head.VOCABULARY),

    /** A Mistral with one score. */
    MISTRAL_SEQUENCE_CLASSIFICATION("MistralForSequenceClassification", Head.SCORE);

    private final String className;
    private final Head head;

    Architecture(String className, Head head) {
      this.className = className;
      this.head = head;
    }

    /** {@return the Python class, as {@code architectures} names it} */
    public String className() {
      return className;
    }

    /** {@return what stands on top of the last norm} */
    public Head head() {
      return head;
    }

    boolean isMistral() {
      return this == MISTRAL_CAUSAL_LM || this == MISTRAL_SEQUENCE_CLASSIFICATION;
    }

    static Optional<Architecture> named(String className) {
      return Arrays.stream(values()).filter(a -> a.className.equals(className)).findFirst();
    }

    static String classNames() {
      return Arrays.stream(values()).map(a -> a.className).collect(Collectors.joining(", "));
    }
  }

  /** What turns the last hidden state, [C], into an output. */
  public enum Head {
    /** Logits over the vocabulary, [V]. */
    VOCABULARY,

    /** One number. */
    SCORE
  }

  /** Switches of the forward pass. */
  public enum Trait {
    /** The output matrix is the token embedding; there is no {@code lm_head.weight}. */
    TIED_EMBEDDINGS,

    /** All four attention projections add a bias. */
    ATTENTION_BIAS,

    /** All three feed-forward projections add a bias. */
    MLP_BIAS
  }

  /**
   * The sizes of a model, each 1 or more.
   *
   * @param vocabSize V
   * @param hiddenSize C
   * @param layers L
   * @param heads H, a multiple of {@code keyValueHeads}
   * @param keyValueHeads K
   * @param headDim D, even; {@code heads * headDim} may differ from {@code hiddenSize}
   * @param intermediateSize F
   * @param maxPositions the longest context, in tokens
   */
  public record Dimensions(
      int vocabSize,
      int hiddenSize,
      int layers,
      int heads,
      int keyValueHeads,
      int headDim,
      int intermediateSize,
      int maxPositions) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one lies outside its range or two disagree
     */
    public Dimensions {
      requirePositive("vocabulary", vocabSize);
      requirePositive("hidden size", hiddenSize);
      requirePositive("layers", layers);
      requirePositive("heads", heads);
      requirePositive("key/value heads", keyValueHeads);
      requirePositive("head width", headDim);
      requirePositive("intermediate size", intermediateSize);
      requirePositive("positions", maxPositions);
      if (heads % keyValueHeads != 0) {
        throw new IllegalArgumentException(
            "heads: expected a multiple of " + keyValueHeads + " key/value heads, found " + heads);
      }
      if (headDim % 2 != 0) {
        throw new IllegalArgumentException("head width: expected an even number, found " + headDim);
      }
    }

    /** {@return the width of all queries of a token, H*D} */
    public long queryWidth() {
      return (long) heads * headDim;
    }

    /** {@return the width of all keys, or all values, of a token, K*D} */
    public long keyValueWidth() {
      return (long) keyValueHeads * headDim;
    }
  }

  /**
   * The rotary position embedding, in the half-split layout of Hugging Face checkpoints.
   *
   * @param theta the base of the frequencies, greater than 0
   * @param scaling how the frequencies are stretched
   */
  public record RotaryEmbedding(double theta, RopeScaling scaling) {

    /**
     * Checks the base.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public RotaryEmbedding {
      requirePositive("rotary base", theta);
      Objects.requireNonNull(scaling, "scaling");
    }
  }

  /** How far back a token attends. */
  public sealed interface AttentionSpan {

    /** To every token before it. */
    record Full() implements AttentionSpan {}

    /**
     * To itself and the {@code tokens - 1} tokens before it.
     *
     * @param tokens the width of the window, 1 or more
     */
    record SlidingWindow(int tokens) implements AttentionSpan {

      /**
       * Checks the width.
       *
       * @throws IllegalArgumentException if it is less than 1
       */
      public SlidingWindow {
        requirePositive("sliding window", tokens);
      }
    }
  }

  /**
   * Token ids with a meaning outside the forward pass, as the file states them; they are not
   * checked against the vocabulary, for published files name padding ids beyond it.
   *
   * @param begin ids that open a sequence: none or one
   * @param end ids that close a sequence: none or more
   * @param padding ids that fill a batch: none or one
   */
  public record SpecialTokens(List<Integer> begin, List<Integer> end, List<Integer> padding) {

    /** Copies the lists. */
    public SpecialTokens {
      begin = List.copyOf(begin);
      end = List.copyOf(end);
      padding = List.copyOf(padding);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + ": expected above 0, found " + value);
    }
  }
}
