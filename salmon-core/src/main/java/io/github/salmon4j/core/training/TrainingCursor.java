package io.github.salmon4j.core.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A place in a run between two steps: with the parameters and the optimizer's state as they are
 * there, all that is needed to go on as if the run had never stopped.
 *
 * @param seed decides the order of the examples in every epoch
 * @param epoch passes over the data that are finished; 0 or more
 * @param position examples of the present epoch that are used; 0 or more, below their number
 * @param step optimizer steps made; 0 or more
 */
public record TrainingCursor(long seed, long epoch, long position, long step) {

  private static final int VERSION = 1;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public TrainingCursor {
    requireCount("epoch", epoch);
    requireCount("position", position);
    requireCount("step", step);
  }

  /**
   * {@return the place before the first step}
   *
   * @param seed decides the order of the examples; 42 in the released SALMON code
   */
  public static TrainingCursor start(long seed) {
    return new TrainingCursor(seed, 0, 0, 0);
  }

  /**
   * {@return the cursor that {@link #writeTo} wrote; reads 36 bytes and no more}
   *
   * @param in where from
   * @throws IOException if the stream fails or ends
   * @throws IllegalArgumentException if the bytes are of another version or hold a negative count
   */
  public static TrainingCursor readFrom(DataInput in) throws IOException {
    int version = in.readInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "cursor version: expected " + VERSION + ", found " + version);
    }
    return new TrainingCursor(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  /**
   * Writes a version and the components in their order, 36 bytes.
   *
   * @param out where to
   * @throws IOException if the stream fails
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    out.writeLong(seed);
    out.writeLong(epoch);
    out.writeLong(position);
    out.writeLong(step);
  }

  private static void requireCount(String what, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("cursor " + what + ": expected 0 or more, found " + count);
    }
  }
}
