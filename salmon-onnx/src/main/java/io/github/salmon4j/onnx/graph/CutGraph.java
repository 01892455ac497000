package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One graph cut in two: the nodes up to some point, and those behind it. What the second part reads
 * of the first is an output there and an input here, both under the value's own name.
 *
 * <p>Values that take no computing, such as a reshaped one, are not handed over but made again.
 *
 * @param first the nodes before the cut
 * @param second the nodes behind it
 * @param kept names of what is handed over
 */
public record CutGraph(Graph first, Graph second, Set<String> kept) {

  private static final Set<Operator> FREE =
      EnumSet.of(Operator.RESHAPE, Operator.UNSQUEEZE, Operator.SHAPE);

  /** Copies the names. */
  public CutGraph {
    kept = Set.copyOf(kept);
  }

  /**
   * {@return a graph, cut}
   *
   * @param g the whole graph; its own outputs are not looked at
   * @param nodes how many nodes stand before the cut
   * @param first what the first part gives, by name
   * @param second what the second part gives, by name
   */
  public static CutGraph of(
      GraphBuilder g, int nodes, Map<String, Value> first, Map<String, Value> second) {
    List<Node> all = g.nodes();
    List<Node> before = all.subList(0, nodes);
    List<Node> behind = new ArrayList<>(all.subList(nodes, all.size()));
    Set<Value> wanted = reads(behind);
    wanted.addAll(second.values());
    Set<Value> kept = new LinkedHashSet<>();
    for (int i = before.size() - 1; i >= 0; i--) {
      Node node = before.get(i);
      if (node.outputs().stream().anyMatch(wanted::contains)) {
        if (FREE.contains(node.operator())) {
          behind.add(0, node);
          wanted.addAll(node.inputs());
        } else {
          node.outputs().stream().filter(wanted::contains).forEach(kept::add);
        }
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>(first);
    Set<String> names = new LinkedHashSet<>();
    for (Value value : kept) {
      names.add(value.name());
      outputs.putIfAbsent(value.name(), value);
    }
    return new CutGraph(g.part(before, Set.of(), outputs), g.part(behind, kept, second), names);
  }

  private static Set<Value> reads(List<Node> nodes) {
    Set<Value> reads = new LinkedHashSet<>();
    nodes.forEach(node -> reads.addAll(node.inputs()));
    return reads;
  }
}
