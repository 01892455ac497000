package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.RotaryEmbedding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RopeReaderTest {

  private static final String LLAMA3 =
      """
      "factor": 8.0, "low_freq_factor": 1, "high_freq_factor": 4.0,
      "original_max_position_embeddings": 32\
      """;

  private static RotaryEmbedding older(String scaling) {
    return TinyModel.llama()
        .with("rope_theta", "5e5")
        .with("rope_scaling", scaling)
        .config()
        .rotary();
  }

  private static RotaryEmbedding newer(String parameters) {
    return TinyModel.llama().with("rope_parameters", parameters).config().rotary();
  }

  private static RotaryEmbedding rotary(RopeScaling scaling) {
    return new RotaryEmbedding(500_000, scaling);
  }

  @Test
  void unscaled_everySpelling() {
    RotaryEmbedding plain = rotary(new RopeScaling.Unscaled());
    assertEquals(plain, older("null"));
    assertEquals(plain, older("{\"type\": \"default\"}"));
    assertEquals(plain, older("{\"rope_type\": \"default\"}"));
    assertEquals(plain, newer("{\"rope_type\": \"default\", \"rope_theta\": 500000}"));
    assertEquals(plain, newer("{\"rope_theta\": 500000.0}"));
  }

  @Test
  void linear_everySpelling() {
    RotaryEmbedding linear = rotary(new RopeScaling.Linear(2.5));
    assertEquals(linear, older("{\"type\": \"linear\", \"factor\": 2.5}"));
    assertEquals(linear, older("{\"rope_type\": \"linear\", \"factor\": 2.5}"));
    assertEquals(
        linear, older("{\"type\": \"linear\", \"rope_type\": \"linear\", \"factor\": 2.5}"));
    assertEquals(
        linear, newer("{\"rope_type\": \"linear\", \"factor\": 2.5, \"rope_theta\": 500000}"));
  }

  @Test
  void llama3_everySpelling() {
    RotaryEmbedding llama3 = rotary(new RopeScaling.Llama3(8, 1, 4, 32));
    assertEquals(llama3, older("{\"rope_type\": \"llama3\"," + LLAMA3 + "}"));
    assertEquals(llama3, older("{\"type\": \"llama3\"," + LLAMA3 + "}"));
    assertEquals(
        llama3, newer("{\"rope_type\": \"llama3\", \"rope_theta\": 500000," + LLAMA3 + "}"));
  }

  @Test
  void theta_absent_is10000() {
    assertEquals(10_000, TinyModel.llama().config().rotary().theta());
    assertEquals(10_000, newer("{\"rope_type\": \"default\"}").theta());
  }

  @Test
  void theta_outsideRopeParameters_counts() {
    TinyModel model = TinyModel.llama().with("rope_theta", "3.0");
    assertEquals(
        3, model.with("rope_parameters", "{\"rope_type\": \"default\"}").config().rotary().theta());
    assertEquals(3, model.with("rope_parameters", "{\"rope_theta\": 3}").config().rotary().theta());
  }

  @Test
  void theta_twiceAndDifferent_isFault() {
    TinyModel model =
        TinyModel.llama().with("rope_theta", "3").with("rope_parameters", "{\"rope_theta\": 4}");
    assertFault("rope_parameters.rope_theta", "4", model::config);
  }

  @Test
  void bothSpellings_isFault() {
    TinyModel model =
        TinyModel.llama()
            .with("rope_scaling", "{\"type\": \"default\"}")
            .with("rope_parameters", "{\"rope_type\": \"default\"}");
    assertFault("rope_parameters", "both", model::config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamic", "yarn", "longrope", "su", "mrope", "proportional"})
  void otherTypes_areNamed(String type) {
    assertFault("rope_type", type, () -> older("{\"type\": \"" + type + "\", \"factor\": 2}"));
    assertFault("rope_type", type, () -> newer("{\"rope_type\": \"" + type + "\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rope_scaling.type                   | {'type': 'linear', 'rope_type': 'llama3'}",
        "rope_scaling.rope_type              | {'factor': 2}",
        "rope_scaling.factor                 | {'type': 'linear'}",
        "rope_scaling.factor                 | {'type': 'linear', 'factor': 0.5}",
        "rope_scaling.factor                 | {'type': 'linear', 'factor': '2'}",
        "rope_scaling.attention_factor       | {'type': 'linear', 'factor': 2, 'attention_factor':"
            + " 1}",
        "rope_scaling.factor                 | {'type': 'default', 'factor': 2}",
        "rope_scaling.low_freq_factor        | {'type': 'llama3', 'factor': 2}",
        "rope_scaling.partial_rotary_factor  | {'type': 'default', 'partial_rotary_factor': 0.5}",
        "rope_scaling                        | [1]",
        "rope_scaling                        | 2"
      })
  void malformedScaling_isFault(String where, String json) {
    assertFault(where, "", () -> older(json.replace('\'', '"')));
  }

  @Test
  void llama3_factorsOutOfOrder_isFault() {
    String json = "{\"type\": \"llama3\"," + LLAMA3.replace("4.0", "1.0") + "}";
    assertFault("rope_scaling.low_freq_factor", "1.0", () -> older(json));
  }

  @Test
  void constructors_outsideTheirRanges_refuse() {
    assertThrows(IllegalArgumentException.class, () -> new RopeScaling.Linear(0.9));
    assertThrows(
        IllegalArgumentException.class, () -> new RopeScaling.Linear(Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> new RopeScaling.Llama3(8, 0, 4, 32));
    assertThrows(IllegalArgumentException.class, () -> new RopeScaling.Llama3(8, 4, 4, 32));
    assertThrows(IllegalArgumentException.class, () -> new RopeScaling.Llama3(8, 1, 4, 0));
  }
}
