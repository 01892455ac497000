package io.github.salmon4j.core.checkpoint;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.training.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** AdamW on a noisy quadratic, all of whose state is in its checkpoints. */
final class ToyTraining {

  private static final RunSeed SEED = new RunSeed(2310_05910);
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01);

  private final Weights weights = new Weights(FloatBuffer.allocate(300), FloatBuffer.allocate(300));
  private AdamW optimizer = new AdamW(List.of(weights), SETTINGS);
  private long step;
  private double meanLoss;

  private record Weights(FloatBuffer all, FloatBuffer sums) implements Parameter {

    @Override
    public String name() {
      return "weights";
    }

    @Override
    public FloatBuffer values() {
      return all.duplicate();
    }

    @Override
    public FloatBuffer gradient() {
      return sums.duplicate();
    }
  }

  /** Goes on from the latest checkpoint, or begins. */
  static ToyTraining resume(CheckpointStore store) {
    ToyTraining training = new ToyTraining();
    store.latest().ifPresent(training::restore);
    return training;
  }

  void step() {
    step++;
    RandomGenerator random = SEED.generator("noise", step);
    double loss = 0;
    for (int i = 0; i < weights.all.capacity(); i++) {
      float difference = weights.all.get(i) - i;
      loss += 0.5 * difference * difference;
      weights.sums.put(i, difference + (float) random.nextGaussian());
    }
    meanLoss += 0.1 * (loss - meanLoss);
    optimizer.step(0.1);
  }

  long steps() {
    return step;
  }

  void saveTo(CheckpointStore store) {
    store.save(
        new CheckpointDescription(step, "toy 1", "", "", Map.of("loss", meanLoss)),
        List.of(
            Part.file("weights.bin", this::saveWeights),
            Part.file("optimizer.bin", optimizer::save),
            Part.folder(
                "loop",
                folder -> {
                  Files.createDirectory(folder);
                  Files.writeString(folder.resolve("loss"), Double.toString(meanLoss));
                })));
  }

  private void saveWeights(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    for (int i = 0; i < weights.all.capacity(); i++) {
      data.writeFloat(weights.all.get(i));
    }
    data.flush();
  }

  private void restore(StoredCheckpoint checkpoint) {
    try (DataInputStream data = new DataInputStream(checkpoint.read("weights.bin"));
        InputStream moments = checkpoint.read("optimizer.bin")) {
      for (int i = 0; i < weights.all.capacity(); i++) {
        weights.all.put(i, data.readFloat());
      }
      optimizer = AdamW.restore(List.of(weights), SETTINGS, moments);
      meanLoss = Double.parseDouble(Files.readString(checkpoint.path("loop").resolve("loss")));
      step = checkpoint.step();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a run has come to, bit for bit. */
  String state() {
    return step + " " + Double.toHexString(meanLoss) + " " + bits();
  }

  private List<Integer> bits() {
    return IntStream.range(0, weights.all.capacity())
        .mapToObj(i -> Float.floatToRawIntBits(weights.all.get(i)))
        .toList();
  }
}
