package io.github.salmon4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.advantage.AdvantageEstimate;
import io.github.salmon4j.core.advantage.AdvantageEstimation;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.ScoredResponses;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.PolicyLoss;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The code that README.md shows is the code between the marks below and in other tests, and it
 * runs.
 */
class ReadmeSnippetTest {

  private static final Path README = Path.of("README.md");
  private static final Path TESTS = Path.of("src/test/java/io/github/salmon4j/core");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

  /** The tests that run the blocks of README.md, in its order. */
  private static final List<String> SOURCES =
      List.of(
          "ReadmeSnippetTest.java",
          "policylearning/TrainingSnippetTest.java",
          "policylearning/SteeringSnippetTest.java",
          "policylearning/WatchSnippetTest.java");

  private static FloatMatrix snippet() {
    // README begins
    // Two responses, of three and of two tokens.
    ValidTokens mask = ValidTokens.ofLengths(new int[] {3, 2}, 3);
    FloatMatrix logProbs = FloatMatrix.of(2, 3, -1.0f, -0.5f, -2.0f, -0.3f, -1.2f, 0);
    FloatMatrix reference = FloatMatrix.of(2, 3, -1.2f, -0.4f, -1.5f, -0.3f, -1.0f, 0);
    FloatMatrix values = FloatMatrix.of(2, 3, 0.1f, 0.2f, 0.3f, 0.1f, 0.1f, 0);
    ScoredResponses responses =
        new ScoredResponses(logProbs, reference, values, List.of(0.7, -0.4), mask);

    AdvantageEstimate estimate =
        AdvantageEstimation.estimate(responses, 0.02, AdvantageSettings.defaults());
    PolicyLoss loss =
        ClippedSurrogate.symmetric(0.2)
            .loss(logProbs, logProbs, estimate.advantages(), Aggregation.TOKEN_MEAN.weights(mask));
    FloatMatrix gradient = loss.loss().gradient(); // to the policy's log-probabilities, [2, 3]
    // README ends
    return gradient;
  }

  /** At the policy that sampled, the gradient is the negated advantage over the token count. */
  @Test
  void snippet_gradientPointsAwayFromTheAdvantages() {
    FloatMatrix gradient = snippet();
    double sum = 0;
    for (int t = 0; t < 3; t++) {
      sum += gradient.get(0, t) + gradient.get(1, t);
      assertEquals(-1, Math.signum(gradient.get(0, t)), "the better response");
    }
    assertEquals(0, sum, 1e-6, "advantages are whitened");
    assertEquals(0, gradient.get(1, 2), "padding");
  }

  @Test
  void readme_javaBlocks_areTheSnippetsOfTests() throws IOException {
    List<String> snippets = new ArrayList<>();
    for (String source : SOURCES) {
      List<String> lines = Files.readAllLines(TESTS.resolve(source));
      int begin = lines.indexOf("    // README begins");
      int end = lines.indexOf("    // README ends");
      snippets.add(String.join("\n", lines.subList(begin + 1, end)).stripIndent().strip());
    }
    List<String> blocks =
        BLOCK.matcher(Files.readString(README)).results().map(m -> m.group(1)).toList();
    assertEquals(snippets, blocks);
  }
}
