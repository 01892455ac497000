package io.github.salmon4j.core.checkpoint;

import io.github.salmon4j.training.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of parameters as a stream, big-endian: "PrmV", a version, the number of parameters;
 * then of each its name (modified UTF-8 behind 2 bytes of length), its size and its floats.
 */
public final class ParameterValues {

  private static final int MAGIC = 0x50726d56;
  private static final int VERSION = 1;
  private static final int BLOCK = 4096;

  private ParameterValues() {}

  /**
   * Writes the values in blocks. Flushes the stream and does not close it.
   *
   * @param parameters whose values
   * @param out where to
   * @throws IOException if the stream fails
   */
  public static void write(List<? extends Parameter> parameters, OutputStream out)
      throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeInt(VERSION);
    data.writeInt(parameters.size());
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (Parameter parameter : parameters) {
      FloatBuffer values = parameter.values();
      data.writeUTF(parameter.name());
      data.writeInt(values.limit());
      for (int from = 0; from < values.limit(); from += BLOCK) {
        int count = Math.min(BLOCK, values.limit() - from);
        bytes.asFloatBuffer().put(0, values, from, count);
        data.write(bytes.array(), 0, count * Float.BYTES);
      }
    }
    data.flush();
  }

  /**
   * Puts the values of a stream into parameters: all of them, or none. Reads to the end of the
   * stream and does not close it.
   *
   * @param parameters the same names and sizes in the same order as when they were written
   * @param in what {@link #write} wrote, and nothing behind it
   * @throws IllegalArgumentException if the stream is of other parameters, cut off or too long
   * @throws UncheckedIOException if the stream fails
   */
  public static void read(List<? extends Parameter> parameters, InputStream in) {
    List<float[]> values = new ArrayList<>();
    try {
      DataInputStream data = new DataInputStream(in);
      require("first 4 bytes", MAGIC, data.readInt());
      require("version", VERSION, data.readInt());
      require("number of parameters", parameters.size(), data.readInt());
      for (Parameter parameter : parameters) {
        values.add(readOne(parameter, data));
      }
      require("bytes behind the last parameter", -1, data.read());
    } catch (EOFException e) {
      throw new IllegalArgumentException("parameter values: expected more, found the end", e);
    } catch (IOException e) {
      throw new UncheckedIOException("parameter values: " + e.getMessage(), e);
    }
    for (int i = 0; i < values.size(); i++) {
      parameters.get(i).values().put(0, values.get(i));
    }
  }

  private static float[] readOne(Parameter parameter, DataInputStream data) throws IOException {
    String name = data.readUTF();
    if (!name.equals(parameter.name())) {
      throw new IllegalArgumentException(
          "parameter values: expected " + parameter.name() + ", found " + name);
    }
    float[] values = new float[parameter.values().limit()];
    require("size of " + name, values.length, data.readInt());
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      data.readFully(bytes.array(), 0, count * Float.BYTES);
      bytes.asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static void require(String what, int expected, int found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "parameter values, " + what + ": expected " + expected + ", found " + found);
    }
  }
}
