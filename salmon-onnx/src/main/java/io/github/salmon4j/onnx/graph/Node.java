package io.github.salmon4j.onnx.graph;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param operator what it does
 * @param name unique in its graph
 * @param inputs what it reads
 * @param outputs what it makes
 * @param attributes its constants
 */
public record Node(
    Operator operator,
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Attribute> attributes) {

  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
  }

  /**
   * {@return a whole number among the constants}
   *
   * @param attribute its name
   * @param otherwise what the operator assumes where it is left out
   */
  public long integer(String attribute, long otherwise) {
    return attributes.stream()
        .filter(a -> a.name().equals(attribute))
        .map(a -> ((Attribute.Int) a).value())
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * {@return a floating-point number among the constants}
   *
   * @param attribute its name
   * @param otherwise what the operator assumes where it is left out
   */
  public float real(String attribute, float otherwise) {
    return attributes.stream()
        .filter(a -> a.name().equals(attribute))
        .map(a -> ((Attribute.Real) a).value())
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * {@return the whole numbers among the constants, none where they are left out}
   *
   * @param attribute their name
   */
  public List<Long> integers(String attribute) {
    return attributes.stream()
        .filter(a -> a.name().equals(attribute))
        .map(a -> ((Attribute.Ints) a).values())
        .findFirst()
        .orElse(List.of());
  }
}
