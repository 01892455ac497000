package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import io.github.salmon4j.onnx.checkpoint.RopeScaling;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Angles against numbers computed by hand and the formula in its other, wavelength form. */
class RotaryTableTest {

  private static RotaryEmbedding rotary(double theta, RopeScaling scaling) {
    return new RotaryEmbedding(theta, scaling);
  }

  @Example
  void table_unscaled_holdsTheAnglesOfEachPosition() {
    RotaryTable table = new RotaryTable(rotary(10000, new RopeScaling.Unscaled()), 4, 101);
    assertArrayEquals(new long[] {101, 2}, table.shape());
    float[] firstThree = {1, 1, 0.5403023f, 0.99995f, -0.41614684f, 0.9998f};
    assertArrayEquals(firstThree, Arrays.copyOf(table.cosines(), 6), 2e-7f);
    assertEquals(0, table.sines()[0]);
    assertEquals(0.841471f, table.sines()[2], 2e-7f);
    assertEquals(0.00999983f, table.sines()[3], 2e-7f);
    // position 100, pair 1: one radian
    assertEquals(0.5403023f, table.cosines()[201], 2e-7f);
    assertEquals(0.841471f, table.sines()[201], 2e-7f);
  }

  @Example
  void table_linear_dividesEveryAngle() {
    RotaryTable table = new RotaryTable(rotary(10000, new RopeScaling.Linear(2)), 4, 101);
    assertEquals(0.8775826f, table.cosines()[2], 2e-7f); // half a radian
    assertEquals(0.4794255f, table.sines()[201], 2e-7f);
  }

  /** 128 positions make 20.4, 2.04, 0.204 and 0.0204 turns: kept, blended, and two stretched. */
  @Example
  void frequency_llama3_keepsBlendsAndStretches() {
    RotaryEmbedding rotary = rotary(10000, new RopeScaling.Llama3(8, 1, 4, 128));
    assertEquals(1, RotaryTable.frequency(rotary, 8, 0), 1e-12);
    assertEquals(0.04275118, RotaryTable.frequency(rotary, 8, 1), 1e-8);
    assertEquals(0.00125, RotaryTable.frequency(rotary, 8, 2), 1e-12);
    assertEquals(0.000125, RotaryTable.frequency(rotary, 8, 3), 1e-12);
  }

  @Property
  void frequency_llama3_equalsTheWavelengthForm(
      @ForAll @DoubleRange(min = 100, max = 1e6) double theta,
      @ForAll @DoubleRange(min = 1, max = 64) double factor,
      @ForAll @DoubleRange(min = 0.1, max = 4) double low,
      @ForAll @DoubleRange(min = 0.1, max = 8) double more,
      @ForAll @IntRange(min = 1, max = 16384) int original,
      @ForAll @IntRange(max = 31) int pair) {
    RopeScaling.Llama3 scaling = new RopeScaling.Llama3(factor, low, low + more, original);
    double expected = wavelengthForm(Math.pow(theta, -pair / 32.0), scaling);
    double found = RotaryTable.frequency(rotary(theta, scaling), 64, pair);
    assertEquals(expected, found, 1e-9 * expected);
  }

  /** As transformers documents {@code rope_type="llama3"}: by wavelengths, case by case. */
  private static double wavelengthForm(double frequency, RopeScaling.Llama3 scaling) {
    double lowWavelength = scaling.originalMaxPositions() / scaling.lowFrequencyFactor();
    double highWavelength = scaling.originalMaxPositions() / scaling.highFrequencyFactor();
    double wavelength = 2 * Math.PI / frequency;
    if (wavelength < highWavelength) {
      return frequency;
    }
    if (wavelength > lowWavelength) {
      return frequency / scaling.factor();
    }
    double smooth =
        (scaling.originalMaxPositions() / wavelength - scaling.lowFrequencyFactor())
            / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    return (1 - smooth) * frequency / scaling.factor() + smooth * frequency;
  }

  /** Far positions lose everything if angles are rounded to float before their cosine is taken. */
  @Example
  void table_farPosition_isRoundedOnce() {
    int position = 131_071;
    RotaryTable table =
        new RotaryTable(rotary(500_000, new RopeScaling.Unscaled()), 4, position + 1);
    assertEquals((float) Math.cos(position), table.cosines()[2 * position]);
    double slow = position * Math.pow(500_000, -0.5);
    assertEquals((float) Math.sin(slow), table.sines()[2 * position + 1]);
  }
}
