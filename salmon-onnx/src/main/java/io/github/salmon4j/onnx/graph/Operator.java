package io.github.salmon4j.onnx.graph;

/** The operators that our graphs use: ONNX's own and ONNX Runtime's. */
enum Operator {
  ADD("Add", ""),
  CONCAT("Concat", ""),
  DIV("Div", ""),
  FUSED_MAT_MUL("FusedMatMul", "com.microsoft"),
  GATHER("Gather", ""),
  GATHER_ELEMENTS("GatherElements", ""),
  GROUP_QUERY_ATTENTION("GroupQueryAttention", "com.microsoft"),
  MUL("Mul", ""),
  REDUCE_LOG_SUM_EXP("ReduceLogSumExp", ""),
  RESHAPE("Reshape", ""),
  ROTARY_EMBEDDING("RotaryEmbedding", "com.microsoft"),
  SIGMOID("Sigmoid", ""),
  RMS_NORM("SimplifiedLayerNormalization", ""),
  SOFTMAX("Softmax", ""),
  SUB("Sub", ""),
  TRANSPOSE("Transpose", ""),
  UNSQUEEZE("Unsqueeze", "");

  private final String onnxName;
  private final String domain;

  Operator(String onnxName, String domain) {
    this.onnxName = onnxName;
    this.domain = domain;
  }

  String onnxName() {
    return onnxName;
  }

  String domain() {
    return domain;
  }
}
