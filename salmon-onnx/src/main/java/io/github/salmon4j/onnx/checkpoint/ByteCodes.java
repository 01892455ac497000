package io.github.salmon4j.onnx.checkpoint;

import java.util.List;

/**
 * 8 bits, symmetric, one scale for each row: {@code W[o, i] ~ scale[o] code[i, o]} with {@code
 * scale[o] = max |W[o, :]| / 127}. Codes are stored [in, out], as integer products read them.
 */
enum ByteCodes implements MatrixCodes {
  /** From -127 to 127. */
  SIGNED(".int8", StoredType.I8, 0),
  /** 128 more, from 1 to 255. */
  UNSIGNED(".uint8", StoredType.U8, 128);

  private static final int LARGEST = 127;

  private final String suffix;
  private final StoredType type;
  private final int zero;

  ByteCodes(String suffix, StoredType type, int zero) {
    this.suffix = suffix;
    this.type = type;
    this.zero = zero;
  }

  @Override
  public String suffix() {
    return suffix;
  }

  @Override
  public StoredType type() {
    return type;
  }

  @Override
  public List<Long> shape(long out, long in) {
    return List.of(in, out);
  }

  @Override
  public List<Long> scaleShape(long out, long in) {
    return List.of(out);
  }

  @Override
  public void encode(MatrixRows rows, byte[] codes, float[] scales) {
    for (int row = 0; row < rows.count(); row++) {
      scales[rows.first() + row] = Math.abs(rows.extreme(row, 0, rows.in())) / LARGEST;
    }
    for (int column = 0; column < rows.in(); column++) { // the codes' rows: neighbors in memory
      int place = column * rows.out() + rows.first();
      for (int row = 0; row < rows.count(); row++) {
        float scale = scales[rows.first() + row];
        int code = MatrixCodes.code(rows.at(row, column), scale, -LARGEST, LARGEST);
        codes[place + row] = (byte) (zero + code);
      }
    }
  }
}
