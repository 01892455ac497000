package io.github.salmon4j.onnx.graph;

/**
 * A tensor in a graph under construction: what a builder hands out and takes back. Two values are
 * the same only if they are one object.
 */
public final class Value {

  private final String name;
  private final Type type;
  private final GraphBuilder owner;

  Value(String name, ElementType elementType, Shape shape, GraphBuilder owner) {
    this.name = name;
    this.type = new Type(elementType, shape);
    this.owner = owner;
  }

  /** {@return the name, unique in its graph} */
  public String name() {
    return name;
  }

  /** {@return the type of its elements} */
  public ElementType elementType() {
    return type.elementType();
  }

  /** {@return its symbolic shape} */
  public Shape shape() {
    return type.shape();
  }

  Type type() {
    return type;
  }

  GraphBuilder owner() {
    return owner;
  }

  /** {@return name, type and shape, such as {@code scores float32[B, T]}} */
  @Override
  public String toString() {
    return name + " " + type;
  }

  /** Element type and shape together. */
  record Type(ElementType elementType, Shape shape) {

    static Type of(ElementType elementType, Dim... dims) {
      return new Type(elementType, Shape.of(dims));
    }

    Type with(Shape other) {
      return new Type(elementType, other);
    }

    @Override
    public String toString() {
      return elementType.toString() + shape;
    }
  }
}
