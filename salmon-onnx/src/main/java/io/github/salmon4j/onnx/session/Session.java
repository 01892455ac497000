package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A graph, loaded. Many threads may run it at once; {@link #close()} waits for them.
 *
 * <p>ONNX Runtime crashes the process when a session is freed under a run, hence the lock.
 */
public final class Session implements AutoCloseable {

  private final String name;
  private final Map<String, Value> outputs;
  private final OrtSession.SessionOptions options;
  private final OrtSession session;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private Session(Graph graph, OrtSession.SessionOptions options, OrtSession session) {
    this.name = graph.name();
    this.outputs = graph.outputs();
    this.options = options;
    this.session = session;
  }

  /**
   * Loads a graph.
   *
   * @param graph what to run
   * @param weightsFolder folder that the graph's external data is relative to
   * @param settings device, threads, packing
   * @return the session
   * @throws OnnxRuntimeFailure if the engine refuses the graph or the device
   */
  public static Session open(Graph graph, Path weightsFolder, EngineSettings settings) {
    OrtEnvironment environment = Environment.get();
    OrtSession.SessionOptions options = SessionSettings.of(settings, weightsFolder);
    try {
      OrtSession session = environment.createSession(graph.toBytes(), options);
      return new Session(graph, options, session);
    } catch (OrtException e) {
      options.close();
      throw new OnnxRuntimeFailure("graph " + graph.name(), e);
    }
  }

  /**
   * Runs the graph once.
   *
   * @param inputs one tensor for each input of the graph, by name
   * @param wanted names of the outputs to return
   * @return the outputs, by name; the caller closes them
   * @throws OnnxRuntimeFailure if the run fails
   * @throws IllegalStateException if the session is closed
   */
  public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs, Set<String> wanted) {
    return run(inputs, wanted, Map.of());
  }

  /**
   * Runs the graph once, some of its results into tensors that are there already.
   *
   * @param inputs one tensor for each input of the graph, by name
   * @param wanted names of the outputs to return
   * @param into tensors of the right shapes for other outputs, by name; one may be an input too, if
   *     the output is computed from it element by element
   * @return the wanted outputs, by name; the caller closes them
   * @throws OnnxRuntimeFailure if the run fails
   * @throws IllegalStateException if the session is closed
   */
  public Map<String, OnnxTensor> run(
      Map<String, OnnxTensor> inputs, Set<String> wanted, Map<String, OnnxTensor> into) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + ": expected an open model, found it closed");
      }
      return runOpen(inputs, wanted, into);
    } catch (OrtException e) {
      throw new OnnxRuntimeFailure("run of " + name + " with " + describe(inputs), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  // The result itself is not closed: closing it would free the tensors that are handed out.
  @SuppressWarnings("resource")
  private Map<String, OnnxTensor> runOpen(
      Map<String, OnnxTensor> inputs, Set<String> wanted, Map<String, OnnxTensor> into)
      throws OrtException {
    Set<String> requested = new LinkedHashSet<>();
    wanted.forEach(output -> requested.add(internalName(output)));
    Map<String, OnnxTensor> pinned = new HashMap<>();
    into.forEach((output, tensor) -> pinned.put(internalName(output), tensor));
    OrtSession.Result result = session.run(inputs, requested, pinned);
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (String output : wanted) {
      tensors.put(output, (OnnxTensor) result.get(internalName(output)).orElseThrow());
    }
    return tensors;
  }

  private String internalName(String output) {
    Value value = outputs.get(output);
    if (value == null) {
      throw new IllegalArgumentException(
          "output of " + name + ": expected one of " + outputs.keySet() + ", found " + output);
    }
    return value.name();
  }

  /** Waits for running calls, then frees the session. Closing twice has no effect. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
        options.close();
      }
    } catch (OrtException e) {
      throw new OnnxRuntimeFailure("close of " + name, e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static String describe(Map<String, OnnxTensor> inputs) {
    StringBuilder text = new StringBuilder();
    inputs.forEach(
        (input, tensor) -> {
          if (text.length() < 500) {
            text.append(text.isEmpty() ? "" : ", ").append(input).append(' ');
            text.append(Arrays.toString(tensor.getInfo().getShape()));
          }
        });
    return text.toString();
  }
}
