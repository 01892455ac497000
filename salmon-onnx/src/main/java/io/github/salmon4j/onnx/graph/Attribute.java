package io.github.salmon4j.onnx.graph;

import java.util.List;

/** A named constant of a node. */
sealed interface Attribute {

  String name();

  record Int(String name, long value) implements Attribute {}

  record Ints(String name, List<Long> values) implements Attribute {
    public Ints {
      values = List.copyOf(values);
    }
  }

  record Real(String name, float value) implements Attribute {}
}
