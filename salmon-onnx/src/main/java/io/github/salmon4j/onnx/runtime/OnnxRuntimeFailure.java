package io.github.salmon4j.onnx.runtime;

/** ONNX Runtime refused a graph, a device or a run; the message says which and what was given. */
public final class OnnxRuntimeFailure extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * Wraps an error of the engine.
   *
   * @param what what was tried, and with what
   * @param cause what the engine says
   */
  public OnnxRuntimeFailure(String what, Throwable cause) {
    super(what + ": " + cause.getMessage(), cause);
  }
}
