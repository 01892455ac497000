package io.github.salmon4j.core.optimizer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The saved state of {@link AdamW}, big-endian: "AdmW", the version, the step count (8 bytes) and
 * the number of parameters; then of each its name (modified UTF-8 behind 2 bytes of length), its
 * size, its first moments and its second moments.
 */
final class AdamWState {

  private static final int MAGIC = 0x41646d57;
  private static final int VERSION = 1;
  private static final int BLOCK = 4096;

  private AdamWState() {}

  static void write(OutputStream out, long steps, List<Moments> tensors) {
    try {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(MAGIC);
      data.writeInt(VERSION);
      data.writeLong(steps);
      data.writeInt(tensors.size());
      for (Moments tensor : tensors) {
        data.writeUTF(tensor.name);
        data.writeInt(tensor.first.length);
        write(data, tensor.first);
        write(data, tensor.second);
      }
      data.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("optimizer state: " + e.getMessage(), e);
    }
  }

  /** Fills the moments and returns the step count; after an exception the moments are rubbish. */
  static long read(InputStream in, List<Moments> tensors) {
    String part = "header";
    try {
      DataInputStream data = new DataInputStream(in);
      long steps = readHeader(data, tensors.size());
      for (Moments tensor : tensors) {
        part = "parameter " + tensor.name;
        read(data, tensor);
      }
      if (data.read() >= 0) {
        throw new IllegalArgumentException("optimizer state: expected its end, found more bytes");
      }
      return steps;
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "optimizer state: expected the rest of " + part + ", found the end", e);
    } catch (UTFDataFormatException e) {
      throw new IllegalArgumentException(
          "optimizer state: expected " + part + ", found a malformed name", e);
    } catch (IOException e) {
      throw new UncheckedIOException("optimizer state: " + e.getMessage(), e);
    }
  }

  private static long readHeader(DataInputStream data, int parameters) throws IOException {
    require("first 4 bytes", MAGIC, data.readInt());
    require("version", VERSION, data.readInt());
    long steps = data.readLong();
    if (steps < 0) {
      throw new IllegalArgumentException(
          "optimizer state, steps: expected 0 or more, found " + steps);
    }
    require("number of parameters", parameters, data.readInt());
    return steps;
  }

  private static void read(DataInputStream data, Moments tensor) throws IOException {
    String name = data.readUTF();
    if (!name.equals(tensor.name)) {
      throw new IllegalArgumentException(
          "optimizer state: expected parameter " + tensor.name + ", found " + name);
    }
    require("size of " + name, tensor.first.length, data.readInt());
    read(data, tensor.first, "first moment of " + name, -Float.MAX_VALUE);
    read(data, tensor.second, "second moment of " + name, 0);
  }

  private static void require(String what, int expected, int found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "optimizer state, " + what + ": expected " + expected + ", found " + found);
    }
  }

  private static void write(DataOutputStream data, float[] moments) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (int from = 0; from < moments.length; from += BLOCK) {
      int count = Math.min(BLOCK, moments.length - from);
      bytes.asFloatBuffer().put(moments, from, count);
      data.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private static void read(DataInputStream data, float[] into, String what, float least)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (int from = 0; from < into.length; from += BLOCK) {
      int count = Math.min(BLOCK, into.length - from);
      data.readFully(bytes.array(), 0, count * Float.BYTES);
      bytes.asFloatBuffer().get(into, from, count);
    }
    for (int i = 0; i < into.length; i++) {
      if (!(into[i] >= least && into[i] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "optimizer state, %s[%d]: expected a finite number of %s, found %s"
                .formatted(what, i, least == 0 ? "0 or more" : "either sign", into[i]));
      }
    }
  }
}
