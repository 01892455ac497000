package io.github.salmon4j.onnx.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import io.github.salmon4j.onnx.session.KernelCheck.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check passes here, and notices each kernel that gives something else. */
class KernelCheckTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(2);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void run_anyThreads_findsNothingWrong(int threads) {
    KernelCheck.run(EngineSettings.defaults().withThreads(threads));
  }

  static Stream<Integer> kernels() {
    return IntStream.range(0, TrainingKernels.all().size()).boxed();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void check_oneNumberOff_namesTheKernelAndTheElement(int which) {
    List<Kernel> kernels = new ArrayList<>(TrainingKernels.all());
    Kernel right = kernels.get(which);
    List<Double> expected = new ArrayList<>(right.expected());
    int last = expected.size() - 1;
    expected.set(
        last,
        expected.get(last) + 1e-3 * expected.stream().mapToDouble(Math::abs).max().getAsDouble());
    kernels.set(which, new Kernel(right.name(), right.inGraph(), expected));
    OnnxRuntimeFailure e =
        assertThrows(OnnxRuntimeFailure.class, () -> KernelCheck.check(kernels, SETTINGS));
    assertTrue(e.getMessage().startsWith("kernel " + right.name() + ": expected "), e.getMessage());
    assertTrue(e.getMessage().contains(" at element " + last + ", found "), e.getMessage());
  }

  private static Kernel instead(int which, Function<Kernel, Function<GraphBuilder, Value>> other) {
    Kernel right = TrainingKernels.all().get(which);
    return new Kernel(right.name(), other.apply(right), right.expected());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void check_anotherOperator_namesTheKernel(int which) {
    Kernel wrong = instead(which, right -> g -> g.negate(right.inGraph().apply(g)));
    OnnxRuntimeFailure e =
        assertThrows(OnnxRuntimeFailure.class, () -> KernelCheck.check(List.of(wrong), SETTINGS));
    assertTrue(e.getMessage().startsWith("kernel " + wrong.name() + ": "), e.getMessage());
  }

  @Test
  void check_notANumber_isWrong() {
    Kernel wrong = new Kernel("Div", g -> g.divide(g.scalar(0), g.scalar(0)), List.of(0.0));
    OnnxRuntimeFailure e =
        assertThrows(OnnxRuntimeFailure.class, () -> KernelCheck.check(List.of(wrong), SETTINGS));
    assertEquals("kernel Div: expected 0.0 at element 0, found NaN", e.getMessage());
  }

  @Test
  void check_anotherNumberOfElements_isWrong() {
    Kernel wrong = new Kernel("Neg", g -> g.negate(g.scalar(1)), List.of(-1.0, -1.0));
    OnnxRuntimeFailure e =
        assertThrows(OnnxRuntimeFailure.class, () -> KernelCheck.check(List.of(wrong), SETTINGS));
    assertEquals("kernel Neg: expected 2 elements, found 1", e.getMessage());
  }
}
