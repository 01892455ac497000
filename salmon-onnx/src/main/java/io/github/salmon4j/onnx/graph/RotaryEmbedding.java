package io.github.salmon4j.onnx.graph;

import java.util.List;

/**
 * Rotates the two halves of each head by angles that grow with the position (Su et al. 2021,
 * arXiv:2104.09864, eq. 34; halves instead of neighboring pairs, as Hugging Face lays them out).
 *
 * @param x queries or keys, [B, H, T, D]
 * @param positions position of each token, int64 [B, T]
 * @param cosines cosine of each position's angles, [positions, D/2]
 * @param sines sine of each position's angles, [positions, D/2]
 */
public record RotaryEmbedding(Value x, Value positions, Value cosines, Value sines) {

  Value addTo(NodeList nodes) {
    Dim half = cosines.shape().dim(-1);
    GraphBuilder.require(
        Operator.ROTARY_EMBEDDING,
        x.shape().rank() == 4
            && half.plus(half).equals(x.shape().dim(-1))
            && cosines.shape().equals(sines.shape()),
        "expected [B, H, T, D] with angles for D/2, found " + x + " with " + cosines);
    return nodes.add(Operator.ROTARY_EMBEDDING, List.of(x, positions, cosines, sines), x.type());
  }
}
