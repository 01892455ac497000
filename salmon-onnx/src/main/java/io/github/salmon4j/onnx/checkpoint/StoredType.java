package io.github.salmon4j.onnx.checkpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The element types that the safetensors format knows, of which three can be weights. */
enum StoredType {
  BOOL(8),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  I16(16),
  U16(16),
  F16(16, ElementType.F16),
  BF16(16, ElementType.BF16),
  I32(32),
  U32(32),
  F32(32, ElementType.F32),
  C64(64),
  F64(64),
  I64(64),
  U64(64);

  private final int bits;
  private final @Nullable ElementType weightType;

  StoredType(int bits) {
    this.bits = bits;
    this.weightType = null;
  }

  StoredType(int bits, ElementType weightType) {
    this.bits = bits;
    this.weightType = weightType;
  }

  int bits() {
    return bits;
  }

  /** {@return what the type is called as a weight, if it can be one} */
  Optional<ElementType> weightType() {
    return Optional.ofNullable(weightType);
  }

  static Optional<StoredType> named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
