/** What a user decides about the engine: device, threads, memory. */
@NullMarked
package io.github.salmon4j.onnx.runtime;

import org.jspecify.annotations.NullMarked;
