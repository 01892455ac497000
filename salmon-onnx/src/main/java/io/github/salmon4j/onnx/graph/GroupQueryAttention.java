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
    Shape pastShape = past.first().shape();
    Dim total = bias.shape().dim(-1);
    Dim width = pastShape.dim(-1).times(Dim.of(heads.keyValues()));
    GraphBuilder.require(
        Operator.GROUP_QUERY_ATTENTION,
        key.shape().dim(-1).equals(width)
            && value.shape().equals(key.shape())
            && pastShape.dim(2).plus(query.shape().dim(1)).equals(total),
        "expected keys, cache and bias to agree, found " + List.of(key, past.first(), bias));
    Value.Type present = past.first().type().with(pastShape.with(2, total));
    List<Value> results =
        nodes.addAll(
            Operator.GROUP_QUERY_ATTENTION,
            nodes.names(
                List.of(
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
                    bias)),
            List.of(query.type(), present, present),
            new Attribute.Int("do_rotary", 1),
            new Attribute.Int("kv_num_heads", heads.keyValues()),
            new Attribute.Int("num_heads", heads.queries()));
    return new Result(results.get(0), new Pair(results.get(1), results.get(2)));
  }
}
