package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.runtime.Device;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.nio.file.Path;

/**
 * Turns our settings into ONNX Runtime's session options.
 *
 * <ul>
 *   <li>Optimization stops at EXTENDED, and two optimizers are off: constant folding would widen
 *       or copy weights into private memory, and the fp16 fusion aborts the process on some graphs
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
      throw new OnnxRuntimeFailure("session options for " + settings, e);
    }
  }

  private static void addCuda(SessionOptions options, Device.Cuda cuda) {
    try {
      options.addConfigEntry("session.disable_cpu_ep_fallback", "0");
      options.addCUDA(cuda.index());
    } catch (OrtException | UnsatisfiedLinkError e) {
      options.close();
      throw new OnnxRuntimeFailure(
          "CUDA device "
              + cuda.index()
              + ": expected onnxruntime_gpu on the class path, CUDA 12 and cuDNN 9 on the library path",
          e);
    }
  }
}
