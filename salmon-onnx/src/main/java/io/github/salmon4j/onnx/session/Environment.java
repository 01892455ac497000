package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;

/** The process's one ONNX Runtime environment, with its usage reports switched off. */
final class Environment {

  private Environment() {}

  static OrtEnvironment get() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment("salmon4j");
    try {
      environment.setTelemetry(false);
    } catch (OrtException e) {
      throw new OnnxRuntimeFailure("environment", e);
    }
    return environment;
  }
}
