package io.github.salmon4j.onnx.tokenizer;

import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Opens the tokenizer that a checkpoint brings and checks that the two fit. */
public final class CheckpointTokenizers {

  private CheckpointTokenizers() {}

  /** {@return the tokenizer of a checkpoint; a missing or unfit one is an error of the model} */
  public static CheckpointTokenizer open(Checkpoint checkpoint) {
    Path file =
        checkpoint
            .tokenizerFile()
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        checkpoint.folder(), "tokenizer.json", "the file", "none"));
    List<Integer> end = checkpoint.config().specialTokens().end();
    OptionalInt endId = end.isEmpty() ? OptionalInt.empty() : OptionalInt.of(end.get(0));
    CheckpointTokenizer tokenizer = CheckpointTokenizer.open(file, endId);
    int embeddings = checkpoint.config().dimensions().vocabSize();
    if (tokenizer.vocabularySize() > embeddings) {
      tokenizer.close();
      throw new ModelFormatException(
          file,
          "vocabulary",
          "at most the " + embeddings + " tokens that the model embeds",
          Integer.toString(tokenizer.vocabularySize()));
    }
    return tokenizer;
  }
}
