package io.github.salmon4j.onnx.runtime;

import java.util.Set;

/** In how many bits a model's matrices are stored and multiplied. */
public sealed interface WeightPrecision {

  /** {@return 32-bit floating point} */
  static WeightPrecision float32() {
    return new Float32();
  }

  /** {@return 8-bit integers} */
  static WeightPrecision int8() {
    return new Int8();
  }

  /** {@return 4-bit integers in blocks of 64} */
  static WeightPrecision int4() {
    return int4(64);
  }

  /**
   * {@return 4-bit integers}
   *
   * @param blockSize how many consecutive weights of a row share a scale: 64, 128 or 256
   */
  static WeightPrecision int4(int blockSize) {
    return new Int4(blockSize);
  }

  /** 32-bit floating point. */
  record Float32() implements WeightPrecision {

    /** {@return {@code float32}} */
    @Override
    public String toString() {
      return "float32";
    }
  }

  /** 8-bit integers. */
  record Int8() implements WeightPrecision {

    /** {@return {@code int8}} */
    @Override
    public String toString() {
      return "int8";
    }
  }

  /**
   * 4-bit integers.
   *
   * @param blockSize how many consecutive weights of a row share a scale: 64, 128 or 256
   */
  record Int4(int blockSize) implements WeightPrecision {

    private static final Set<Integer> SIZES = Set.of(64, 128, 256);

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is another
     */
    public Int4 {
      if (!SIZES.contains(blockSize)) {
        throw new IllegalArgumentException(
            "block size of 4-bit weights: expected 64, 128 or 256, found " + blockSize);
      }
    }

    /** {@return the size of a block behind the type, such as {@code int4/64}} */
    @Override
    public String toString() {
      return "int4/" + blockSize;
    }
  }
}
