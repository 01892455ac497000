/**
 * Differentiates graphs: adds to a graph the nodes that compute the gradients of what it computes.
 *
 * <p>Reverse mode in ten lines (Linnainmaa 1976; Baydin et al. 2018, arXiv:1502.05767, section
 * 3.2). Let L be any scalar that depends on a graph's outputs. Write {@code dv} for the gradient of
 * L with respect to a value v: it has v's shape. The caller says what dy is for the outputs y: the
 * seeds. The nodes are walked from the last to the first. When a node {@code y = f(a, b)} is
 * reached, all that reads y has been passed already, so dy is complete. The chain rule then gives
 * {@code da += (∂y/∂a)ᵀ dy} and {@code db += (∂y/∂b)ᵀ dy}: products of a transposed Jacobian with a
 * vector, for which no Jacobian is ever made. A value that several nodes read gets the sum. Nodes
 * through which no seed reaches a wanted value are left out.
 *
 * <p>{@link io.github.salmon4j.onnx.autodiff.ReverseMode} is the walk; {@link
 * io.github.salmon4j.onnx.autodiff.Rules} is the table, one short method for each operator:
 *
 * <pre>{@code
 * // y = a b: da = dy b, db = dy a
 * private static void multiply(Pullback p) {
 *   p.give(0, () -> p.graph().multiply(p.dy(), p.input(1)));
 *   p.give(1, () -> p.graph().multiply(p.dy(), p.input(0)));
 * }
 * }</pre>
 *
 * <p>A rule gives what the formula says in the shape of y; where an input was broadcast, {@link
 * io.github.salmon4j.onnx.autodiff.Pullback} sums over what it was repeated along. What an index
 * picked is given as updates and indices, which {@link
 * io.github.salmon4j.onnx.autodiff.GradientSum} adds in one pass to the rest of the gradient: that
 * makes softmax minus one-hot out of log-probabilities, and no one-hot.
 *
 * <p>Everything is expressed in operators of the inference engine. Gradients of gradients are not
 * supported: operators that only these rules use have no rule.
 */
@NullMarked
package io.github.salmon4j.onnx.autodiff;

import org.jspecify.annotations.NullMarked;
