package io.github.salmon4j.benchmarks;

import io.github.salmon4j.core.advantage.Advantages;
import io.github.salmon4j.core.advantage.GeneralizedAdvantage;
import io.github.salmon4j.core.advantage.Whitening;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.PolicyLoss;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the mathematics of one PPO step takes for the batch of the paper: 576 responses of up to
 * 1024 tokens, one thread.
 *
 * <pre>
 * java -jar examples/benchmarks/target/benchmarks.jar PpoMath
 * </pre>
 *
 * <p>Beside NumPy and PyTorch, in one run: {@link PpoMathSideBySide}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PpoMathBenchmark {

  private static final int ROWS = 576;
  private static final int COLUMNS = 1024;

  private final Random random = new Random(17);
  private final ValidTokens mask =
      ValidTokens.ofLengths(random.ints(ROWS, COLUMNS / 4, COLUMNS + 1).toArray(), COLUMNS);
  private final TokenWeights weights = Aggregation.TOKEN_MEAN.weights(mask);
  private final FloatMatrix oldLogProbs = normal(0.5, -2);
  private final FloatMatrix logProbs = near(oldLogProbs, 0.2);
  private final FloatMatrix rewards = normal(1, 0);
  private final FloatMatrix values = normal(1, 0);
  private final FloatMatrix advantages = normal(1, 0);
  private final GeneralizedAdvantage gae = new GeneralizedAdvantage(0.99, 0.95);
  private final ClippedSurrogate clip = ClippedSurrogate.symmetric(0.2);

  /** {@return advantages and returns of the batch} */
  @Benchmark
  public Advantages gae() {
    return gae.estimate(rewards, values, mask);
  }

  /** {@return the advantages with mean 0 and variance 1} */
  @Benchmark
  public FloatMatrix whitening() {
    return Whitening.SALMON.whiten(advantages, mask);
  }

  /** {@return the policy loss, its gradient and its statistics} */
  @Benchmark
  public PolicyLoss policyLoss() {
    return clip.loss(logProbs, oldLogProbs, advantages, weights);
  }

  private FloatMatrix normal(double deviation, double mean) {
    float[] floats = new float[ROWS * COLUMNS];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return FloatMatrix.of(ROWS, COLUMNS, floats);
  }

  private FloatMatrix near(FloatMatrix matrix, double deviation) {
    float[] floats = matrix.toArray();
    for (int i = 0; i < floats.length; i++) {
      floats[i] += (float) (deviation * random.nextGaussian());
    }
    return FloatMatrix.of(ROWS, COLUMNS, floats);
  }
}
