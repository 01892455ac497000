package io.github.salmon4j.onnx.graph;

import java.util.List;

/** A named constant of a node. */
public sealed interface Attribute {

  /** {@return the name, as the operator's specification has it} */
  String name();

  /**
   * A whole number.
   *
   * @param name as the operator's specification has it
   * @param value the number
   */
  record Int(String name, long value) implements Attribute {}

  /**
   * Several whole numbers.
   *
   * @param name as the operator's specification has it
   * @param values the numbers
   */
  record Ints(String name, List<Long> values) implements Attribute {
    /** Copies the list. */
    public Ints {
      values = List.copyOf(values);
    }
  }

  /**
   * A floating-point number.
   *
   * @param name as the operator's specification has it
   * @param value the number
   */
  record Real(String name, float value) implements Attribute {}

  /**
   * A text.
   *
   * @param name as the operator's specification has it
   * @param value the text
   */
  record Text(String name, String value) implements Attribute {}
}
