package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A tensor as a safetensors header lists it, of any type; {@code file} is a real path. */
record StoredTensor(
    String name, StoredType type, List<Long> shape, Path file, long offset, long byteLength) {

  StoredTensor {
    shape = List.copyOf(shape);
  }

  boolean isWeight() {
    return type.weightType().isPresent();
  }

  /** {@return the tensor as a weight of any shape} */
  TensorEntry asWeightOfAnyShape() {
    ElementType weightType =
        type.weightType()
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        file, name, "a weight of type F32, F16 or BF16", "type " + type));
    return new TensorEntry(name, weightType, shape, file, offset, byteLength);
  }

  /** {@return the tensor as a weight of exactly this shape} */
  TensorEntry asWeight(long... expectedShape) {
    List<Long> expected = Arrays.stream(expectedShape).boxed().toList();
    if (!shape.equals(expected)) {
      throw new ModelFormatException(
          file, name, "shape " + expected + " by the configuration", "shape " + shape);
    }
    return asWeightOfAnyShape();
  }
}
