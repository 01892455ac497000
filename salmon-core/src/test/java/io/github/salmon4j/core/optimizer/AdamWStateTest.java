package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdamWStateTest {

  private static final AdamW.Settings HALVES = new AdamW.Settings(0.5, 0.5, 1, 0);

  /** Moments (2, -1) and (8, 2) of "a", then 1 and 2 of "bc", after one step. */
  private static final String STATE =
      "41646d57"
          + "00000001"
          + "0000000000000001"
          + "00000002" // header: 20 bytes
          + "000161"
          + "00000002"
          + "40000000bf800000"
          + "4100000040000000" // 23 bytes
          + "00026263"
          + "00000001"
          + "3f800000"
          + "40000000"; // 16 bytes

  private final List<TestParameter> parameters =
      List.of(TestParameter.of("a", 1, 1), TestParameter.of("bc", 1));

  @Test
  void save_writesThisFormat() {
    parameters.get(0).withGradient(4, -2);
    parameters.get(1).withGradient(2);
    AdamW optimizer = new AdamW(parameters, HALVES);
    optimizer.step(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    optimizer.save(out);
    assertEquals(STATE, HexFormat.of().formatHex(out.toByteArray()));
  }

  @Test
  void restore_readsThisFormat_andTouchesNoParameter() {
    parameters.get(0).withGradient(7, 7);
    AdamW optimizer = restore(state());
    assertEquals(1, optimizer.steps());
    assertArrayEquals(new float[] {1, 1}, parameters.get(0).valuesArray());
    assertArrayEquals(new float[] {7, 7}, parameters.get(0).gradientArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    optimizer.save(out);
    assertArrayEquals(state(), out.toByteArray());
  }

  @Test
  void truncatedAnywhere_isRefused() {
    byte[] state = state();
    for (int length = 0; length < state.length; length++) {
      String part = length < 20 ? "header" : length < 43 ? "parameter a" : "parameter bc";
      byte[] truncated = Arrays.copyOf(state, length);
      assertMessage(
          "optimizer state: expected the rest of " + part + ", found the end",
          () -> restore(truncated));
    }
  }

  @Test
  void moreBytes_areRefused() {
    assertMessage(
        "optimizer state: expected its end, found more bytes",
        () -> restore(Arrays.copyOf(state(), state().length + 1)));
  }

  @Test
  void foreignOrNewerStream_isRefused() {
    assertMessage(
        "optimizer state, first 4 bytes: expected 1097100631, found 1347093252",
        () -> restore("PK\3\4 a zip file".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    assertMessage(
        "optimizer state, version: expected 1, found 2",
        () -> restore(ByteBuffer.wrap(state()).putInt(4, 2).array()));
    assertMessage(
        "optimizer state, steps: expected 0 or more, found -1",
        () -> restore(ByteBuffer.wrap(state()).putLong(8, -1).array()));
  }

  @Test
  void otherParameters_areRefused() {
    assertMessage(
        "optimizer state, number of parameters: expected 2, found 3",
        () -> restore(ByteBuffer.wrap(state()).putInt(16, 3).array()));
    assertMessage(
        "optimizer state: expected parameter a, found z",
        () -> restore(ByteBuffer.wrap(state()).put(22, (byte) 'z').array()));
    assertMessage(
        "optimizer state, size of a: expected 2, found 2147483647",
        () -> restore(ByteBuffer.wrap(state()).putInt(23, Integer.MAX_VALUE).array()));
    assertMessage(
        "optimizer state: expected parameter a, found a malformed name",
        () -> restore(ByteBuffer.wrap(state()).put(22, (byte) 0xff).array()));
  }

  @Test
  void momentsThatNoStepLeaves_areRefused() {
    assertMessage(
        "optimizer state, first moment of a[1]: expected a finite number of either sign,"
            + " found NaN",
        () -> restore(ByteBuffer.wrap(state()).putFloat(31, Float.NaN).array()));
    assertMessage(
        "optimizer state, second moment of a[0]: expected a finite number of 0 or more,"
            + " found Infinity",
        () -> restore(ByteBuffer.wrap(state()).putFloat(35, Float.POSITIVE_INFINITY).array()));
    assertMessage(
        "optimizer state, second moment of bc[0]: expected a finite number of 0 or more,"
            + " found -1.0",
        () -> restore(ByteBuffer.wrap(state()).putFloat(55, -1).array()));
  }

  @Property(tries = 300)
  void brokenBytes_areRefusedOrReadAsAState(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int broken) {
    byte[] state = state();
    Random random = new Random(seed);
    for (int i = 0; i < broken; i++) {
      state[random.nextInt(state.length)] = (byte) random.nextInt();
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      restore(state).save(out);
      assertArrayEquals(state, out.toByteArray());
    } catch (IllegalArgumentException expected) {
      assertEquals(0, expected.getMessage().indexOf("optimizer state"));
    }
    assertArrayEquals(new float[] {1, 1}, parameters.get(0).valuesArray());
  }

  @Test
  void failingStreams_areReported() {
    InputStream in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    AdamW optimizer = restore(state());
    assertEquals(
        "optimizer state: disk on fire",
        assertThrows(UncheckedIOException.class, () -> AdamW.restore(parameters, HALVES, in))
            .getMessage());
    assertEquals(
        "optimizer state: disk full",
        assertThrows(UncheckedIOException.class, () -> optimizer.save(out)).getMessage());
  }

  private AdamW restore(byte[] state) {
    return AdamW.restore(parameters, HALVES, new ByteArrayInputStream(state));
  }

  private static byte[] state() {
    return HexFormat.of().parseHex(STATE);
  }

  private static void assertMessage(String expected, Runnable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
