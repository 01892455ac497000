package io.github.salmon4j.onnx.graph;

import java.util.List;

/**
 * ONNX Runtime's fused causal attention over grouped heads, with rotary embedding and cache.
 *
 * @param heads query heads H and key/value heads K
 * @param query [B, T, H*D]
 * @param key [B, T, K*D]
 * @param value [B, T, K*D]
 * @param past keys and values of the P tokens before, each [B, K, P, D]
 * @param lengths number of tokens of each row less 1, int32 [B], and P + T, int32 [1]
 * @param rotary cosines and sines, each [positions, D/2]
 * @param positions position of each token, int64 [B, T]
 * @param bias added to the scores before the softmax, [B, 1, T, P + T]
 */
public record GroupQueryAttention(
    Heads heads,
    Value query,
    Value key,
    Value value,
    Pair past,
    Pair lengths,
    Pair rotary,
    Value positions,
    Value bias) {

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
    Shape pastShape = past.first().shape();
    Value.Type present = past.first().type().with(pastShape.with(2, bias.shape().dim(-1)));
    List<Value> results =
        nodes.addAll(
            Operator.GROUP_QUERY_ATTENTION,
            inputs(),
            List.of(query.type(), present, present),
            new Attribute.Int("do_rotary", 1),
            new Attribute.Int("kv_num_heads", heads.keyValues()),
            new Attribute.Int("num_heads", heads.queries()));
    return new Result(results.get(0), new Pair(results.get(1), results.get(2)));
  }

  private List<Value> inputs() {
    return List.of(
        query,
        key,
        value,
        past.first(),
        past.second(),
        lengths.first(),
        lengths.second(),
        rotary.first(),
        rotary.second(),
        positions,
        bias);
  }

  private boolean fits() {
    if (query.shape().rank() != 3 || past.first().shape().rank() != 4) {
      return false;
    }
    Dim rows = query.shape().dim(0);
    Dim tokens = query.shape().dim(1);
    Dim cached = past.first().shape().dim(2);
    Dim width = past.first().shape().dim(3);
    Dim keyValues = Dim.of(heads.keyValues());
    Shape keys = Shape.of(rows, tokens, keyValues.times(width));
    Shape cache = Shape.of(rows, keyValues, cached, width);
    return query.shape().dim(2).equals(Dim.of(heads.queries()).times(width))
        && key.shape().equals(keys)
        && value.shape().equals(keys)
        && past.first().shape().equals(cache)
        && past.second().shape().equals(cache)
        && lengths.first().shape().equals(Shape.of(rows))
        && lengths.second().shape().equals(Shape.of(1))
        && RotaryEmbedding.turn(width, rotary.first(), rotary.second())
        && positions.shape().equals(Shape.of(rows, tokens))
        && bias.shape().equals(Shape.of(rows, Dim.of(1), tokens, cached.plus(tokens)));
  }
}
