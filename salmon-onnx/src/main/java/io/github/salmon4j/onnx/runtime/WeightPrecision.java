package io.github.salmon4j.onnx.runtime;

import java.util.Set;

/**
 * In how many bits a model's matrices are stored and multiplied: the seven projections of each
 * layer and the vocabulary head. Embedding, norms, attention, scalar head, biases and the updates
 * of adapters stay float32. For scoring, judging and generation on a CPU; training computes in
 * float32.
 *
 * <p>Matrices are turned into codes once, straight from the checkpoint's own type, and kept in a
 * file of the cache folder ({@link
 * io.github.salmon4j.onnx.checkpoint.Checkpoint#defaultCacheFolder()}) that later calls and other
 * processes map; no float32 copy of them is made or held.
 *
 * <p>What it costs, measured on a trained model of 260 thousand parameters (stories260K), far
 * smaller than any in use: nats per token of 100 stories that it told itself in float32, and of
 * 1,000 answers to instructions; the share of 500 pairs of answers whose order by mean
 * log-probability stayed the same, and of those whose order by a scalar head of normal numbers did.
 * {@code PrecisionCost} among the benchmarks prints the table.
 *
 * <table>
 *   <caption>Cost of fewer bits</caption>
 *   <tr><th>precision</th><th>stories</th><th>answers</th><th>order by log-probability</th>
 *       <th>order by score</th></tr>
 *   <tr><td>float32</td><td>1.286</td><td>4.042</td><td>1</td><td>1</td></tr>
 *   <tr><td>int8</td><td>1.287</td><td>4.043</td><td>0.996</td><td>0.986</td></tr>
 *   <tr><td>int4/64</td><td>1.455</td><td>4.142</td><td>0.952</td><td>0.882</td></tr>
 *   <tr><td>int4/128</td><td>1.456</td><td>4.134</td><td>0.952</td><td>0.896</td></tr>
 * </table>
 *
 * <p>Products of 8 bits are the same bit for bit whatever else a run computes, on any number of
 * threads. Scores and log-probabilities as a whole change with company and run size as they do in
 * float32, by less than 1e-5 times the larger of 1 and the number on the tested models, with an
 * exception: attention over a single token sums in another order, a last bit of which can tip a
 * code, and then the last digits above are no longer the same (up to 0.03 on an untrained model).
 * So it is with {@code tokensPerRun} of 1, with a last run of one token, and token by token in
 * generation. Products of 4 bits keep to that for batches, but runs of fewer than 16 tokens can
 * change them too.
 */
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

  /**
   * 8-bit integers, symmetric: {@code y[t, o] = sx[t] sw[o] sum_i qx[t, i] qw[o, i]}, weights with
   * a scale for each output, {@code sw[o] = max_i |w[o, i]| / 127}, activations with one for each
   * token, {@code sx[t] = max_i |x[t, i]| / 127}, both rounded to the nearest code, sums in 32-bit
   * integers. A scale for each token, and not one for all as ONNX Runtime's {@code
   * DynamicQuantizeMatMul} has it, because a score must not depend on what is scored with it.
   *
   * <p>Sums are exact on every processor: x86-64 processors without dot products of bytes, which
   * would saturate, are found out at the first use and get codes that their slower kernels multiply
   * exactly.
   */
  record Int8() implements WeightPrecision {

    /** {@return {@code int8}} */
    @Override
    public String toString() {
      return "int8";
    }
  }

  /**
   * 4-bit integers from -8 to 7, symmetric, with a scale for each block of consecutive weights of
   * an output that makes the one farthest from 0 code -8; a row's last block is padded where its
   * length is no multiple. Activations go into 8 bits for each token and block. Larger blocks are
   * faster, smaller ones closer. For memory and generation; scoring many tokens at once is no
   * faster than in float32.
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
