package io.github.salmon4j.onnx.graph;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param operator what it does
 * @param name unique in its graph
 * @param inputs names of the values it reads; an empty name stands for an optional input left out
 * @param outputs names of the values it makes; an empty name for an optional output left out
 * @param attributes its constants
 */
record Node(
    Operator operator,
    String name,
    List<String> inputs,
    List<String> outputs,
    List<Attribute> attributes) {

  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
  }
}
