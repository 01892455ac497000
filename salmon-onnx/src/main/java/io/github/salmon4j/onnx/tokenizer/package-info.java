/** Reads tokenizer.json and keeps what is text and what is a special token apart. */
@NullMarked
package io.github.salmon4j.onnx.tokenizer;

import org.jspecify.annotations.NullMarked;
