package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import io.github.salmon4j.onnx.graph.Value;

/**
 * Where the tokens of a run stand.
 *
 * @param positions position of each token in its sequence, int64 [B, T]
 * @param visibility 0 where a token sees another, hugely negative where not, [B, 1, T, P + T]
 * @param rotary cosines and sines of the positions' angles, each [positions, D/2]
 */
record TokenContext(Value positions, Value visibility, Pair rotary) {}
