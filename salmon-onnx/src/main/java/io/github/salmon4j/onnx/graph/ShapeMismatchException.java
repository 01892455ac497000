package io.github.salmon4j.onnx.graph;

/** A node was added whose inputs do not fit together; the message names the line that added it. */
public final class ShapeMismatchException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  ShapeMismatchException(String message) {
    super(message);
  }
}
