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
    NodeList.require(
        Operator.ROTARY_EMBEDDING,
        x.shape().rank() == 4
            && positions.shape().equals(Shape.of(x.shape().dim(0), x.shape().dim(2)))
            && turn(x.shape().dim(3), cosines, sines),
        "expected [B, H, T, D] with positions [B, T] and angles for D/2, found "
            + List.of(x, positions, cosines, sines));
    return nodes.add(Operator.ROTARY_EMBEDDING, List.of(x, positions, cosines, sines), x.type());
  }

  /** {@return whether these are angles for heads of that width, each [positions, D/2]} */
  static boolean turn(Dim width, Value cosines, Value sines) {
    Shape angles = cosines.shape();
    return angles.rank() == 2
        && angles.dim(1).plus(angles.dim(1)).equals(width)
        && sines.shape().equals(angles);
  }
}
