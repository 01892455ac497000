package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.runtime.Device;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The CUDA device: where it is missing, the error; where it is there, the numbers. */
class CudaTest {

  private static final RewardModelSettings CUDA =
      RewardModelSettings.defaults().withEngine(EngineSettings.defaults().on(Device.cuda(0)));

  @Test
  void open_buildWithoutCuda_saysWhatToAdd() {
    assumeTrue(!hasProvider(), "this ONNX Runtime has the CUDA provider");
    Path folder = Golden.folder("llama-seqcls");
    OnnxRuntimeFailure failure =
        assertThrows(OnnxRuntimeFailure.class, () -> OnnxRewardModel.open(folder, CUDA));
    assertTrue(failure.getMessage().contains("onnxruntime_gpu"), failure.getMessage());
  }

  @Test
  void open_providerWithoutItsLibraries_namesThem() {
    assumeTrue(hasProvider(), "this ONNX Runtime has no CUDA provider");
    assumeTrue(!hasGpu(), "this machine has a GPU");
    Path folder = Golden.folder("llama-seqcls");
    OnnxRuntimeFailure failure =
        assertThrows(OnnxRuntimeFailure.class, () -> OnnxRewardModel.open(folder, CUDA));
    assertTrue(failure.getMessage().contains("libcuda.so.1"), failure.getMessage());
  }

  @Test
  void score_onGpu_equalsTransformers() {
    assumeTrue(hasProvider(), "this ONNX Runtime has no CUDA provider");
    assumeTrue(hasGpu(), "this machine has no GPU");
    JsonNode expected = Golden.json("llama-seqcls/expected.json");
    List<TokenIds> sequences = Golden.sequences(expected);
    try (OnnxRewardModel model = OnnxRewardModel.open(Golden.folder("llama-seqcls"), CUDA)) {
      List<Double> found = model.scoreTokens(sequences, Monitor.none());
      double[] wanted = Golden.numbers(expected.get("scores"));
      for (int i = 0; i < wanted.length; i++) {
        assertEquals(wanted[i], found.get(i), 1e-3, "sequence " + i);
      }
    }
  }

  private static boolean hasProvider() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  private static boolean hasGpu() {
    return Files.exists(Path.of("/dev/nvidia0"));
  }
}
