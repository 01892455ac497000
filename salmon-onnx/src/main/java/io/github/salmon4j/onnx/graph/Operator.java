package io.github.salmon4j.onnx.graph;

/** The operators that our graphs use: ONNX's own and ONNX Runtime's. */
public enum Operator {
  /** Size without sign. */
  ABS("Abs", ""),
  /** Sum, broadcast. */
  ADD("Add", ""),
  /** The same numbers in another element type. */
  CAST("Cast", ""),
  /** One after the other along an axis. */
  CONCAT("Concat", ""),
  /** Quotient, broadcast. */
  DIV("Div", ""),
  /** Repetition along axes of size 1. */
  EXPAND("Expand", ""),
  /** Matrix product with a factor, either side transposed or not. */
  FUSED_MAT_MUL("FusedMatMul", "com.microsoft"),
  /** Rows of a table. */
  GATHER("Gather", ""),
  /** One element for each index. */
  GATHER_ELEMENTS("GatherElements", ""),
  /** Fused attention with a cache. */
  GROUP_QUERY_ATTENTION("GroupQueryAttention", "com.microsoft"),
  /** Matrix product of 8-bit codes, summed in 32 bits, times a scale for each column. */
  MAT_MUL_INTEGER("MatMulIntegerToFloat", "com.microsoft"),
  /** Matrix product with a matrix of few bits, a scale for each block. */
  MAT_MUL_BITS("MatMulNBits", "com.microsoft"),
  /** Product element by element, broadcast. */
  MUL("Mul", ""),
  /** Negative. */
  NEG("Neg", ""),
  /** Codes of numbers: the nearest multiple of a scale. */
  QUANTIZE_LINEAR("QuantizeLinear", ""),
  /** Logarithm of the sum of exponentials. */
  REDUCE_LOG_SUM_EXP("ReduceLogSumExp", ""),
  /** Largest along axes. */
  REDUCE_MAX("ReduceMax", ""),
  /** Mean along axes. */
  REDUCE_MEAN("ReduceMean", ""),
  /** Sum along axes. */
  REDUCE_SUM("ReduceSum", ""),
  /** The same elements in another shape. */
  RESHAPE("Reshape", ""),
  /** Rotation of pairs by position. */
  ROTARY_EMBEDDING("RotaryEmbedding", "com.microsoft"),
  /**
   * One addition for each index. ScatterND is left out on purpose: with more than one thread on a
   * CPU its additions race, and the sums are wrong without an error.
   */
  SCATTER_ELEMENTS("ScatterElements", ""),
  /** Sizes of the axes. */
  SHAPE("Shape", ""),
  /** 1 / (1 + exp(-x)). */
  SIGMOID("Sigmoid", ""),
  /** x / (1 + exp(-x)): ONNX Runtime's QuickGelu with factor 1. */
  SILU("QuickGelu", "com.microsoft"),
  /** Division by the root mean square, times a gain. */
  RMS_NORM("SimplifiedLayerNormalization", ""),
  /** A sum, and the sum over its root mean square, times a gain. */
  SKIP_RMS_NORM("SkipSimplifiedLayerNormalization", "com.microsoft"),
  /** A part along an axis. */
  SLICE("Slice", ""),
  /** Exponentials over their sum. */
  SOFTMAX("Softmax", ""),
  /** Parts along an axis, one behind the other. */
  SPLIT("Split", ""),
  /** Difference, broadcast. */
  SUB("Sub", ""),
  /** Axes in another order. */
  TRANSPOSE("Transpose", ""),
  /** One more axis of size 1. */
  UNSQUEEZE("Unsqueeze", "");

  private final String onnxName;
  private final String domain;

  Operator(String onnxName, String domain) {
    this.onnxName = onnxName;
    this.domain = domain;
  }

  /** {@return the name in ONNX or ONNX Runtime} */
  public String onnxName() {
    return onnxName;
  }

  String domain() {
    return domain;
  }
}
