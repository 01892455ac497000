package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads published checkpoints from the folder that the system property {@code salmon4j.shared.data}
 * names; without it, skipped.
 */
@Tag("shared-data")
class SharedDataTest {

  private Path data;

  @BeforeEach
  void findFolder() {
    String property = System.getProperty("salmon4j.shared.data", "");
    assumeTrue(!property.isEmpty(), "no system property salmon4j.shared.data");
    data = Path.of(property);
  }

  @Test
  void stories260K_isATiedLlama() {
    Checkpoint checkpoint = Checkpoint.open(data.resolve("stories260K"));
    assertEquals(new Dimensions(512, 64, 5, 8, 4, 8, 172, 512), checkpoint.config().dimensions());
    assertEquals(Set.of(Trait.TIED_EMBEDDINGS), checkpoint.config().traits());
    assertEquals(64, checkpoint.tensor("model.norm.weight", 64).floats().remaining());
  }

  @Test
  void tinyRandomLlama_isAnUntiedLlama() {
    Checkpoint checkpoint = Checkpoint.open(data.resolve("tiny-random-llama"));
    assertEquals(
        new Dimensions(32_000, 16, 2, 4, 4, 4, 64, 2048), checkpoint.config().dimensions());
    // This model's norm gains are all 1.
    assertEquals(1f, checkpoint.tensor("model.norm.weight", 16).floats().get(7));
  }
}
