package io.github.salmon4j.onnx.autodiff;

/** The gradient of one operator: what its inputs get from what its output got. */
interface Rule {

  /**
   * Adds the nodes of one node's gradient.
   *
   * @param p the node, the gradient dy of its output, and where the gradients of its inputs go
   */
  void apply(Pullback p);
}
