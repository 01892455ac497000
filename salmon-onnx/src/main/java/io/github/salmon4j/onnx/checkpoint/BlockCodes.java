package io.github.salmon4j.onnx.checkpoint;

import java.util.List;

/**
 * 4 bits, symmetric, one scale for each block of columns of a row. The scale makes the number of
 * the block that is farthest from 0 code -8, so all sixteen codes are of use. Codes are stored
 * [out, blocks, size / 2], 8 more than they stand for, two in a byte, the lower four bits first;
 * the last block is padded with zeros.
 *
 * @param size columns of a block
 */
record BlockCodes(int size) implements MatrixCodes {

  private static final int LOWEST = -8;
  private static final int HIGHEST = 7;
  private static final int ZERO = 8;

  @Override
  public String suffix() {
    return ".int4";
  }

  @Override
  public StoredType type() {
    return StoredType.U8;
  }

  @Override
  public List<Long> shape(long out, long in) {
    return List.of(out, blocks(in), size / 2L);
  }

  @Override
  public List<Long> scaleShape(long out, long in) {
    return List.of(out, blocks(in));
  }

  private long blocks(long in) {
    return (in + size - 1) / size;
  }

  @Override
  public void encode(MatrixRows rows, byte[] codes, float[] scales) {
    int blocks = (int) blocks(rows.in());
    for (int row = 0; row < rows.count(); row++) {
      for (int block = 0; block < blocks; block++) {
        int place = (rows.first() + row) * blocks + block;
        int from = block * size;
        float scale = rows.extreme(row, from, Math.min(from + size, rows.in())) / LOWEST;
        scales[place] = scale;
        for (int i = 0; i < size; i += 2) {
          int low = code(rows, row, from + i, scale);
          int high = code(rows, row, from + i + 1, scale);
          codes[(place * size + i) / 2] = (byte) (high << 4 | low);
        }
      }
    }
  }

  private static int code(MatrixRows rows, int row, int column, float scale) {
    return column < rows.in()
        ? ZERO + MatrixCodes.code(rows.at(row, column), scale, LOWEST, HIGHEST)
        : ZERO;
  }
}
