/** Loads graphs into ONNX Runtime and runs them; its checked errors end here. */
@NullMarked
package io.github.salmon4j.onnx.session;

import org.jspecify.annotations.NullMarked;
