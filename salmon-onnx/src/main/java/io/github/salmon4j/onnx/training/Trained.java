package io.github.salmon4j.onnx.training;

import io.github.salmon4j.onnx.checkpoint.Projection;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Which parameters of a model are trained. A scalar head, where there is one, always is. */
public sealed interface Trained {

  /** Nothing below the head: a reference policy, or a probe. */
  record HeadOnly() implements Trained {}

  /**
   * The low-rank updates of an adapter, going on from its values. A reward model takes its scalar
   * head too, if it has one; a policy has no use for it, and a value model that starts from a
   * reward model starts with a head of 0 all the same, as in the released SALMON code.
   *
   * @param folder a PEFT LoRA folder that fits the base
   */
  record Adapter(Path folder) implements Trained {

    /** Checks that nothing is null. */
    public Adapter {
      Objects.requireNonNull(folder, "folder");
    }
  }

  /** Everything: embedding, layers, norms, head. */
  record Everything() implements Trained {}

  /**
   * Low-rank updates of projections, {@code W + alpha / rank * B A} (Hu et al. 2021, eq. 3,
   * arXiv:2106.09685); A starts uniform in {@code +-1/sqrt(in)} as PEFT's does, B at 0.
   *
   * @param rank R, 1 or more
   * @param alpha numerator of the scale; finite, above 0
   * @param projections where an update attaches in each layer; at least one
   * @param layers which layers; empty for all
   */
  record Lora(int rank, double alpha, Set<Projection> projections, Set<Integer> layers)
      implements Trained {

    /**
     * Copies the sets and checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Lora {
      projections = Set.copyOf(projections);
      layers = Set.copyOf(layers);
      if (rank < 1) {
        throw new IllegalArgumentException("LoRA rank: expected 1 or more, found " + rank);
      }
      if (!(alpha > 0) || Double.isInfinite(alpha)) {
        throw new IllegalArgumentException(
            "LoRA alpha: expected a finite number above 0, found " + alpha);
      }
      if (projections.isEmpty()) {
        throw new IllegalArgumentException("LoRA projections: expected 1 or more, found none");
      }
    }

    /**
     * {@return updates of every projection of every layer}
     *
     * @param rank R, 1 or more
     * @param alpha numerator of the scale; finite, above 0
     */
    public static Lora everywhere(int rank, double alpha) {
      return new Lora(rank, alpha, EnumSet.allOf(Projection.class), Set.of());
    }

    /** {@return whether a layer has updates} */
    boolean reaches(int layer) {
      return layers.isEmpty() || layers.contains(layer);
    }
  }
}
