package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * ONNX Runtime's fused causal attention over grouped heads, with rotary embedding and cache.
 *
 * @param heads query heads H and key/value heads K
 * @param projected queries [B, T, H*D], keys and values [B, T, K*D], or one value with all three
 *     behind one another, [B, T, (H + 2K)*D]
 * @param past keys and values of the P tokens before, each [B, K, P, D]
 * @param lengths number of tokens of each row less 1, int32 [B], and P + T, int32 [1]
 * @param rotary cosines and sines, each [positions, D/2]
 * @param positions position of each token, int64 [B, T]
 * @param bias added to the scores before the softmax, [B, 1, T, P + T]
 */
public record GroupQueryAttention(
    Heads heads,
    List<Value> projected,
    Pair past,
    Pair lengths,
    Pair rotary,
    Value positions,
    Value bias) {

  /** Copies the list. */
  public GroupQueryAttention {
    projected = List.copyOf(projected);
  }

  /**
   * How many heads there are.
   *
   * @param queries number of query heads, H
   * @param keyValues number of key/value heads, K, a divisor of H
   */
  public record Heads(int queries, int keyValues) {}

  /**
   * Two values that belong together.
   *
   * @param first the first of them, as the component says
   * @param second the second of them
   */
  public record Pair(Value first, Value second) {}

  /**
   * What attention gives.
   *
   * @param output [B, T, H*D]
   * @param present keys and values of all P + T tokens, each [B, K, P + T, D]
   */
  public record Result(Value output, Pair present) {}

  Result addTo(NodeList nodes) {
    NodeList.require(
        Operator.GROUP_QUERY_ATTENTION,
        fits(),
        "expected " + heads + " and all inputs to agree, found " + inputs());
    List<Value> inputs = new ArrayList<>(inputs());
    if (projected.size() == 1) {
      inputs.addAll(1, List.of(nodes.absent(), nodes.absent()));
    }
    Shape pastShape = past.first().shape();
    Dim output = Dim.of(heads.queries()).times(pastShape.dim(3));
    Value.Type present = past.first().type().with(pastShape.with(2, bias.shape().dim(-1)));
    List<Value> results =
        nodes.addAll(
            Operator.GROUP_QUERY_ATTENTION,
            inputs,
            List.of(projected.get(0).type().with(tokens().with(2, output)), present, present),
            new Attribute.Int("do_rotary", 1),
            new Attribute.Int("kv_num_heads", heads.keyValues()),
            new Attribute.Int("num_heads", heads.queries()));
    return new Result(results.get(0), new Pair(results.get(1), results.get(2)));
  }

  private List<Value> inputs() {
    List<Value> inputs = new ArrayList<>(projected);
    inputs.addAll(List.of(past.first(), past.second(), lengths.first(), lengths.second()));
    inputs.addAll(List.of(rotary.first(), rotary.second(), positions, bias));
    return inputs;
  }

  /** {@return the shape of what is projected: [B, T, ..]} */
  private Shape tokens() {
    return projected.get(0).shape();
  }

  private boolean fits() {
    if (projected.isEmpty() || tokens().rank() != 3 || past.first().shape().rank() != 4) {
      return false;
    }
    Dim rows = tokens().dim(0);
    Dim tokens = tokens().dim(1);
    Dim cached = past.first().shape().dim(2);
    Dim width = past.first().shape().dim(3);
    Dim keyValues = Dim.of(heads.keyValues());
    Shape cache = Shape.of(rows, keyValues, cached, width);
    return projectedFit(Shape.of(rows, tokens, Dim.of(1)), width)
        && past.first().shape().equals(cache)
        && past.second().shape().equals(cache)
        && lengths.first().shape().equals(Shape.of(rows))
        && lengths.second().shape().equals(Shape.of(1))
        && RotaryEmbedding.turn(width, rotary.first(), rotary.second())
        && positions.shape().equals(Shape.of(rows, tokens))
        && bias.shape().equals(Shape.of(rows, Dim.of(1), tokens, cached.plus(tokens)));
  }

  private boolean projectedFit(Shape tokens, Dim width) {
    List<Long> each =
        projected.size() == 1
            ? List.of(heads.queries() + 2L * heads.keyValues())
            : List.of((long) heads.queries(), (long) heads.keyValues(), (long) heads.keyValues());
    return projected.stream()
        .map(Value::shape)
        .toList()
        .equals(each.stream().map(n -> tokens.with(2, Dim.of(n).times(width))).toList());
  }
}
