package io.github.salmon4j.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {

  @Test
  void settings_samplingIsThatOfResponsePairs() {
    assertEquals(
        new GenerationSettings(768, 0.7, 1.0, 0, Set.of(), Set.of()),
        GenerationSettings.sampling(768));
    assertEquals(0, GenerationSettings.greedy(8).temperature());
  }

  @Test
  void settings_ownTheirStopTokens() {
    Set<Integer> mine = new HashSet<>(Set.of(2));
    GenerationSettings settings = new GenerationSettings(1, 1, 1, 0, mine, Set.of());
    mine.add(3);
    assertEquals(Set.of(2), settings.stopTokens());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, maxNewTokens",
    "1, -1, 1, 0, temperature",
    "1, NaN, 1, 0, temperature",
    "1, Infinity, 1, 0, temperature",
    "1, 1, 0, 0, topP",
    "1, 1, 1.5, 0, topP",
    "1, 1, NaN, 0, topP",
    "1, 1, 1, -1, topK"
  })
  void settings_outOfRange_nameTheComponent(
      int maxNewTokens, double temperature, double topP, int topK, String name) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new GenerationSettings(
                        maxNewTokens, temperature, topP, topK, Set.of(), Set.of()))
            .getMessage();
    assertEquals(name, message.substring(0, message.indexOf(':')));
  }

  @Test
  void logProbs_sumInDoubleAndOwnTheirValues() {
    float[] mine = {-1, -0.5f};
    TokenLogProbs logProbs = TokenLogProbs.of(mine);
    mine[0] = 0;
    logProbs.toArray()[1] = 0;
    assertArrayEquals(new float[] {-1, -0.5f}, logProbs.toArray());
    assertEquals(-1.5, logProbs.sum());
    assertEquals(-0.5f, logProbs.get(1));
    assertEquals(TokenLogProbs.of(-1, -0.5f), logProbs);
    assertEquals(TokenLogProbs.of(-1, -0.5f).hashCode(), logProbs.hashCode());
    assertNotEquals(TokenLogProbs.of(-1), logProbs);
    assertEquals("[-1.0, -0.5]", logProbs.toString());
  }

  @Test
  void logProbs_minusInfinity_isALogProbability() {
    assertEquals(Double.NEGATIVE_INFINITY, TokenLogProbs.of(Float.NEGATIVE_INFINITY, -1).sum());
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void logProbs_aboveZeroOrNaN_areRejected(float value) {
    assertThrows(IllegalArgumentException.class, () -> TokenLogProbs.of(0, value));
  }

  @Test
  void sequence_isPromptThenResponse() {
    TokenSequence sequence = new TokenSequence(TokenIds.of(1, 2), TokenIds.of(3));
    assertEquals(TokenIds.of(1, 2, 3), sequence.tokens());
    assertEquals(3, sequence.size());
  }

  @Test
  void generation_needsOneLogProbForEachToken() {
    new Generation(TokenIds.of(1), TokenLogProbs.of(-1), FinishReason.FINISHED);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Generation(TokenIds.of(1), TokenLogProbs.of(), FinishReason.TRUNCATED));
  }
}
