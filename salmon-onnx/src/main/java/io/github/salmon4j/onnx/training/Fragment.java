package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place in the model - a layer, the head - with its tensors: runs a step forward and back.
 *
 * @param step the graphs, shared with places of the same form
 * @param tensors its weights and adapter factors, by the graphs' names
 * @param trained those of them that are trained, by the graphs' names
 */
record Fragment(Step step, Map<String, OnnxTensor> tensors, Map<String, TensorParameter> trained) {

  /** {@return the output, and what was asked to be kept, by name; the caller closes all} */
  Map<String, OnnxTensor> forward(Map<String, OnnxTensor> given, Set<String> kept) {
    Set<String> wanted = new LinkedHashSet<>(kept);
    wanted.add(GradientGraph.OUTPUT);
    Step.Loaded forward = step.forward();
    return forward.session().run(inputs(forward, given), wanted);
  }

  /**
   * Adds the gradients of what is trained.
   *
   * @param back which way back
   * @param given the seed and what that way reads
   * @param sums where gradients are added
   * @param wanted the gradient of the input, or nothing
   * @return the gradient of the input, if wanted; the caller closes it
   */
  @Nullable OnnxTensor back(
      Step.Loaded back, Map<String, OnnxTensor> given, GradientSums sums, Set<String> wanted) {
    Map<String, OnnxTensor> inputs = inputs(back, given);
    Map<String, OnnxTensor> into = new LinkedHashMap<>();
    trained.forEach(
        (name, parameter) -> {
          OnnxTensor sum = sums.tensor(parameter);
          inputs.put(GradientGraph.sumOf(name), sum);
          into.put(GradientGraph.addedTo(name), sum);
        });
    return back.session().run(inputs, wanted, into).get(GradientGraph.INPUT_GRADIENT);
  }

  private Map<String, OnnxTensor> inputs(Step.Loaded loaded, Map<String, OnnxTensor> given) {
    Map<String, OnnxTensor> inputs = new HashMap<>(given);
    inputs.putAll(tensors);
    inputs.keySet().retainAll(loaded.inputs());
    return inputs;
  }
}
