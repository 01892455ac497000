/** LLaMA-class models on ONNX Runtime. */
module io.github.salmon4j.onnx {
  requires transitive io.github.salmon4j.api;
  requires static transitive org.jspecify;
  requires tools.jackson.databind;

  exports io.github.salmon4j.onnx.checkpoint;
}
