/**
 * Opens Hugging Face LLaMA checkpoints as the models of salmon4j's contracts: reward models that
 * score responses, language models that continue and evaluate sequences.
 */
@NullMarked
package io.github.salmon4j.onnx;

import org.jspecify.annotations.NullMarked;
