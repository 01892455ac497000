package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.runtime.Device;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns our settings into ONNX Runtime's session options.
 *
 * <ul>
 *   <li>Optimization stops at EXTENDED, and two optimizers are off: constant folding would widen or
 *       copy weights into private memory, and the fp16 fusion aborts the process on some graphs
 *       (microsoft/onnxruntime#32405). The list's separator is a semicolon; with a comma it is
 *       silently ignored.
 *   <li>Memory patterns roughly double the peak for inputs of changing lengths.
 *   <li>Prepacking gives each session, and each use, its own copy of a weight.
 * </ul>
 */
final class SessionSettings {

  private static final String DISABLED_OPTIMIZERS =
      "ConstantFolding;FuseFp16InitializerToFp32NodeTransformer";

  private SessionSettings() {}

  static SessionOptions of(EngineSettings settings, Path weightsFolder) {
    SessionOptions options = new SessionOptions();
    try {
      options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
      options.setMemoryPatternOptimization(false);
      options.setIntraOpNumThreads(settings.threads());
      options.addConfigEntry(
          "session.disable_prepacking", settings.packing() == WeightPacking.MAPPED ? "1" : "0");
      options.addConfigEntry("optimization.disable_specified_optimizers", DISABLED_OPTIMIZERS);
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path", weightsFolder.toString());
      if (settings.device() instanceof Device.Cuda cuda) {
        addCuda(options, cuda);
      }
      return options;
    } catch (OrtException e) {
      options.close();
      throw new OnnxRuntimeFailure("session on " + settings.device(), e);
    }
  }

  private static void addCuda(SessionOptions options, Device.Cuda cuda) throws OrtException {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new OrtException(
          "expected onnxruntime_gpu on the class path in place of onnxruntime, found a build"
              + " without CUDA");
    }
    List<String> missing = CudaLibraries.missing();
    try {
      options.addCUDA(cuda.index());
    } catch (OrtException e) {
      throw missing.isEmpty()
          ? e
          : new OrtException("libraries not found: " + missing + "; " + e.getMessage());
    }
  }
}
