/**
 * Model files as they are found on disk: what a Hugging Face checkpoint folder or a PEFT adapter
 * folder says, checked in full before anything is computed from it.
 *
 * <p>{@link io.github.salmon4j.onnx.checkpoint.Checkpoint} reads a folder into a {@link
 * io.github.salmon4j.onnx.checkpoint.ModelConfig} and named {@link
 * io.github.salmon4j.onnx.checkpoint.TensorEntry tensor entries}; an entry is a place in a file,
 * not a copy of the numbers. {@link io.github.salmon4j.onnx.checkpoint.LoraAdapter} does the same
 * for an adapter. A file is never trusted: whatever is malformed, missing, left over or not
 * supported is a {@link io.github.salmon4j.onnx.checkpoint.ModelFormatException} that names it.
 *
 * <p>{@link io.github.salmon4j.onnx.checkpoint.AdapterWriter} and {@link
 * io.github.salmon4j.onnx.checkpoint.SafetensorsWriter} write what this package and Python read. A
 * file or folder appears whole, under its name, or not at all.
 *
 * <p>Shape letters: {@code V} vocabulary, {@code C} model width, {@code H} query heads, {@code K}
 * key/value heads, {@code D} head width, {@code F} feed-forward width, {@code L} layers, {@code R}
 * adapter rank.
 */
@NullMarked
package io.github.salmon4j.onnx.checkpoint;

import org.jspecify.annotations.NullMarked;
