package io.github.salmon4j.onnx.training;

import io.github.salmon4j.onnx.graph.CutGraph;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fragment's graphs, each loaded when it is first wanted: forward, back from what was kept, back
 * from what went in.
 */
final class Step implements AutoCloseable {

  /** How every graph of a training step runs: the threads are ours. */
  static final EngineSettings ONE_THREAD =
      EngineSettings.defaults().withThreads(1).withPacking(WeightPacking.MAPPED);

  private final GradientGraph graph;
  private final CutGraph cut;
  private final Path folder;
  private final List<Session> opened = new ArrayList<>();
  private @Nullable Loaded forward;
  private @Nullable Loaded fromKept;
  private @Nullable Loaded fromInput;

  /**
   * A loaded graph.
   *
   * @param session the engine's side of it
   * @param inputs names of its inputs
   */
  record Loaded(Session session, Set<String> inputs) {}

  Step(GradientGraph graph, Path folder) {
    this.graph = graph;
    this.cut = graph.keeping();
    this.folder = folder;
  }

  synchronized Loaded forward() {
    forward = forward == null ? load(cut.first()) : forward;
    return forward;
  }

  synchronized Loaded fromKept() {
    fromKept = fromKept == null ? load(cut.second()) : fromKept;
    return fromKept;
  }

  synchronized Loaded fromInput() {
    fromInput = fromInput == null ? load(graph.whole()) : fromInput;
    return fromInput;
  }

  /** {@return names of what the way forward hands over} */
  Set<String> kept() {
    return cut.kept();
  }

  /** {@return bytes of what the way forward hands over for B rows of T tokens} */
  long keptBytes(long rows, long columns) {
    Map<String, Long> sizes = Map.of("B", rows, "T", columns);
    return cut.kept().stream()
        .map(name -> Objects.requireNonNull(cut.first().outputs().get(name)))
        .mapToLong(value -> value.shape().elements().at(sizes) * value.elementType().bytes())
        .sum();
  }

  private Loaded load(Graph part) {
    Session session = Session.open(part, folder, ONE_THREAD);
    opened.add(session);
    return new Loaded(
        session, part.inputs().stream().map(Value::name).collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public synchronized void close() {
    opened.forEach(Session::close);
    opened.clear();
  }
}
