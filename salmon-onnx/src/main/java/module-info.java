/** The engine: LLaMA-class models on ONNX Runtime, behind the contracts of salmon4j's API. */
module io.github.salmon4j.onnx {
  requires static transitive org.jspecify;
  requires transitive io.github.salmon4j.api;
  requires transitive io.github.salmon4j.core;
  requires ai.djl.tokenizers;
  requires com.microsoft.onnxruntime;
  requires jdk.management;
  requires org.slf4j; // DJL logs through it, and as an automatic module cannot say so
  requires tools.jackson.databind;

  exports io.github.salmon4j.onnx;
  exports io.github.salmon4j.onnx.checkpoint;
  exports io.github.salmon4j.onnx.runtime;
  exports io.github.salmon4j.onnx.training;
}
