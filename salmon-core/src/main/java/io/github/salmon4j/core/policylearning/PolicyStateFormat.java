package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.reward.ScoreStatistics;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * A trainer's state as a stream, big-endian: "PolS", a version, the seed, the counts; the penalty
 * and the normalization, each a kind and its numbers; the plan last seen.
 */
final class PolicyStateFormat {

  private static final int MAGIC = 0x506f6c53;
  private static final int VERSION = 1;
  private static final int FIXED = 0;
  private static final int ADAPTIVE = 1;
  private static final int NONE = 0;
  private static final int RUNNING = 1;
  private static final int REFERENCE = 2;

  private PolicyStateFormat() {}

  static void write(PolicyState state, RunSeed seed, DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(seed.seed());
    out.writeLong(state.step());
    out.writeInt(state.skipsInARow());
    write(state.penalty(), out);
    write(state.normalization(), out);
    out.writeLong(state.plan().version());
    out.writeUTF(state.plan().principles());
    out.writeUTF(state.plan().interventions());
    out.flush();
  }

  private static void write(KlController penalty, DataOutput out) throws IOException {
    if (penalty instanceof KlController.Adaptive adaptive) {
      out.writeByte(ADAPTIVE);
      out.writeDouble(adaptive.coefficient());
      out.writeDouble(adaptive.target());
      out.writeDouble(adaptive.gain());
    } else {
      out.writeByte(FIXED);
      out.writeDouble(penalty.coefficient());
    }
  }

  private static void write(ScoreNormalization normalization, DataOutput out) throws IOException {
    if (normalization instanceof ScoreNormalization.Running running) {
      out.writeByte(RUNNING);
      out.writeLong(running.statistics().count());
      out.writeDouble(running.statistics().mean());
      out.writeDouble(running.statistics().squares());
    } else if (normalization instanceof ScoreNormalization.Reference reference) {
      out.writeByte(REFERENCE);
      out.writeDouble(reference.mean());
      out.writeDouble(reference.deviation());
    } else {
      out.writeByte(NONE);
    }
  }

  /**
   * {@return the state}
   *
   * @throws IllegalArgumentException if the stream is of another run, malformed, cut off or too
   *     long
   * @throws IOException if the stream fails
   */
  static PolicyState read(DataInputStream in, RunSeed seed) throws IOException {
    try {
      require("first 4 bytes", MAGIC, in.readInt());
      require("version", VERSION, in.readInt());
      require("seed", seed.seed(), in.readLong());
      PolicyState state =
          new PolicyState(
              in.readLong(),
              in.readInt(),
              readPenalty(in),
              readNormalization(in),
              new PlanMark(in.readLong(), in.readUTF(), in.readUTF()));
      require("bytes behind the plan", -1, in.read());
      return state;
    } catch (EOFException e) {
      throw new IllegalArgumentException("trainer state: expected more, found the end", e);
    }
  }

  private static KlController readPenalty(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case FIXED -> new KlController.Fixed(in.readDouble());
      case ADAPTIVE -> new KlController.Adaptive(in.readDouble(), in.readDouble(), in.readDouble());
      default -> throw unknown("penalty", kind);
    };
  }

  private static ScoreNormalization readNormalization(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case NONE -> new ScoreNormalization.None();
      case RUNNING ->
          new ScoreNormalization.Running(
              new ScoreStatistics(in.readLong(), in.readDouble(), in.readDouble()));
      case REFERENCE -> new ScoreNormalization.Reference(in.readDouble(), in.readDouble());
      default -> throw unknown("normalization", kind);
    };
  }

  private static IllegalArgumentException unknown(String what, int kind) {
    return new IllegalArgumentException(
        "trainer state, " + what + ": expected a known kind, found " + kind);
  }

  private static void require(String what, long expected, long found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "trainer state, " + what + ": expected " + expected + ", found " + found);
    }
  }
}
