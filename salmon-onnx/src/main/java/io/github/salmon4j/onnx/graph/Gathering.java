package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/** Reads by index, and adds by index. */
final class Gathering {

  private Gathering() {}

  static Value rows(NodeList nodes, Value table, Value indices) {
    NodeList.require(
        Operator.GATHER,
        table.shape().rank() >= 1 && indices.elementType() == ElementType.INT64,
        "expected rows and int64 indices, found " + table + " and " + indices);
    List<Dim> dims = new ArrayList<>(indices.shape().dims());
    dims.addAll(table.shape().dims().subList(1, table.shape().rank()));
    return nodes.add(Operator.GATHER, List.of(table, indices), table.type().with(new Shape(dims)));
  }

  static Value elements(NodeList nodes, Value x, Value indices) {
    requireIndices(Operator.GATHER_ELEMENTS, -1, x, indices);
    return nodes.add(
        Operator.GATHER_ELEMENTS,
        List.of(x, indices),
        x.type().with(indices.shape()),
        new Attribute.Int("axis", -1));
  }

  static Value scatterAdd(NodeList nodes, int axis, Value x, Value indices, Value updates) {
    requireIndices(Operator.SCATTER_ELEMENTS, axis, x, indices);
    NodeList.requireSameType(Operator.SCATTER_ELEMENTS, x, updates);
    NodeList.require(
        Operator.SCATTER_ELEMENTS,
        updates.shape().equals(indices.shape()),
        "expected one update for each of " + indices + ", found " + updates);
    return nodes.add(
        Operator.SCATTER_ELEMENTS,
        List.of(x, indices, updates),
        x.type(),
        new Attribute.Int("axis", axis),
        new Attribute.Text("reduction", "add"));
  }

  private static void requireIndices(Operator operator, int axis, Value x, Value indices) {
    int rank = x.shape().rank();
    NodeList.require(
        operator,
        axis >= -rank
            && axis < rank
            && rank == indices.shape().rank()
            && indices.shape().with(axis, x.shape().dim(axis)).equals(x.shape())
            && indices.elementType() == ElementType.INT64,
        "expected int64 indices for all but "
            + (axis == -1 ? "the last axis" : "axis " + axis)
            + (" of " + x + ", found " + indices));
  }
}
