/**
 * Training on the plain inference engine: layer by layer forward, layer by layer back, over one
 * copy of a base model.
 *
 * <pre>
 *   tokens -embedding-&gt; x0 -layer 0-&gt; x1 - ... -&gt; xL -head-&gt; outputs        forward
 *                       dx0 &lt;-layer 0- dx1 - ... &lt;- dxL &lt;-head- gradient       back
 * </pre>
 *
 * <p>A layer is one graph, its weights inputs, so that all layers of one form share it and opening
 * a model does not take longer with depth. The graph back is made from the one forward by reverse
 * mode ({@code onnx.autodiff}) and cut off it: it either takes over what the layer computed
 * forward, or only what went into the layer, and computes that again. A batch is worked off in
 * micro-batches by several threads, each running the same single-threaded sessions and adding to
 * gradients of its own.
 *
 * <p>Shape letters: {@code B} sequences, {@code T} tokens, {@code N} tokens read, {@code C} width,
 * {@code V} vocabulary, {@code L} layers, {@code R} adapter rank.
 */
@NullMarked
package io.github.salmon4j.onnx.training;

import org.jspecify.annotations.NullMarked;
