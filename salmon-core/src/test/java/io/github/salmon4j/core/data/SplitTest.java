package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.data.Split.Side;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 10_000)
          .mapToObj(i -> Prompt.of("Was ist " + i + "² \ud83d\ude00?"))
          .toList();

  @Test
  void side_isTheOneThatTheHashSays() throws NoSuchAlgorithmException {
    Split split = new Split(0.3, 0x0102030405060708L);
    for (Prompt prompt : PROMPTS.subList(0, 500)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      byte[] hash = sha256.digest(prompt.text().getBytes(StandardCharsets.UTF_8));
      double u = (ByteBuffer.wrap(hash).getLong() >>> 11) / Math.pow(2, 53);
      assertEquals(u < 0.3 ? Side.HELD_OUT : Side.TRAIN, split.side(prompt));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 1})
  void fraction_isMetOnAverage(double fraction) {
    long heldOut = heldOut(new Split(fraction, 42)).size();
    double deviation = Math.sqrt(PROMPTS.size() * fraction * (1 - fraction));
    assertEquals(PROMPTS.size() * fraction, heldOut, 4 * deviation);
  }

  @Test
  void largerFraction_holdsOutMoreOfTheSame() {
    assertTrue(heldOut(new Split(0.3, 7)).containsAll(heldOut(new Split(0.1, 7))));
  }

  @Test
  void otherSeed_dividesOtherwise() {
    List<Prompt> one = heldOut(new Split(0.5, 1));
    List<Prompt> other = new ArrayList<>(heldOut(new Split(0.5, 2)));
    assertNotEquals(one, other);
    other.retainAll(new HashSet<>(one));
    assertEquals(2_500, other.size(), 4 * Math.sqrt(10_000 * 3 / 16.0));
  }

  @Test
  void sameText_isOnTheSameSide_whateverElseDiffers() {
    Split split = new Split(0.5, 3);
    for (Prompt prompt : PROMPTS.subList(0, 100)) {
      Prompt other = new Prompt(prompt.text(), PromptKind.REASONING, -3);
      assertEquals(split.side(prompt), split.side(other));
    }
  }

  @Test
  void select_partitionsInOrder() {
    Split split = new Split(0.5, 3);
    List<Preference> examples =
        IntStream.range(0, 300)
            .mapToObj(i -> new ResponsePair(PROMPTS.get(i % 100), "a" + i, "b"))
            .map(pair -> new Preference(pair, Lines.GUIDELINE, 1))
            .toList();
    List<Preference> train = split.select(Side.TRAIN, examples);
    List<Preference> heldOut = split.select(Side.HELD_OUT, examples);
    assertEquals(examples.stream().filter(e -> !heldOut.contains(e)).toList(), train);
    assertEquals(examples.size(), train.size() + heldOut.size());
    assertEquals(
        heldOut.get(0).pair().prompt(),
        split.select(Side.HELD_OUT, heldOut).get(0).pair().prompt());
    assertTrue(
        train.stream()
            .noneMatch(
                e -> heldOut.stream().anyMatch(h -> h.pair().prompt().equals(e.pair().prompt()))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void fraction_outOfRange_isRefused(double fraction) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> new Split(fraction, 1));
    assertEquals("held-out fraction: expected 0 to 1, found " + fraction, error.getMessage());
  }

  @Test
  void nulls_areRefused() {
    Split split = new Split(0.5, 3);
    assertThrows(NullPointerException.class, () -> split.side(null));
    assertThrows(NullPointerException.class, () -> split.select(null, List.of()));
  }

  private static List<Prompt> heldOut(Split split) {
    return PROMPTS.stream().filter(prompt -> split.side(prompt) == Side.HELD_OUT).toList();
  }
}
