package io.github.salmon4j.onnx.checkpoint;

import java.util.List;

/** How a matrix [out, in] is stored in few bits: codes, and scales that tell a step's worth. */
sealed interface MatrixCodes permits ByteCodes, BlockCodes {

  /** {@return what the codes' tensor is called behind the matrix's own name} */
  String suffix();

  /** {@return the element type of the codes} */
  StoredType type();

  /** {@return the shape of the codes} */
  List<Long> shape(long out, long in);

  /** {@return the shape of the scales, float32} */
  List<Long> scaleShape(long out, long in);

  /**
   * Encodes some rows; other rows may be encoded at the same time.
   *
   * @param rows the rows, all numbers finite
   * @param codes of the whole matrix, row-major in {@link #shape}
   * @param scales of the whole matrix, row-major in {@link #scaleShape}
   */
  void encode(MatrixRows rows, byte[] codes, float[] scales);

  /** {@return the whole number nearest to a quotient, to even between two, at most a limit} */
  static int code(float value, float scale, int lowest, int highest) {
    return scale == 0 ? 0 : (int) Math.max(lowest, Math.min(highest, Math.rint(value / scale)));
  }
}
