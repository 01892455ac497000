package io.github.salmon4j.onnx;

import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.onnx.llama.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes many responses, as many at once as a decoder has rows: each step adds a token to all that
 * are open, and the place of a finished one goes to the next at once, so that a long one holds
 * nothing up. Of one call, for one thread.
 */
final class RollingBatch {

  private final Decoder decoder;
  private final TokenChoice choice;
  private final GenerationListener listener;

  /** The responses that the decoder's rows belong to. */
  private final List<OpenResponse> open = new ArrayList<>();

  private List<OpenResponse> responses = List.of();
  private Generation[] generations = new Generation[0];
  private int next;
  private int done;

  /**
   * Over a decoder.
   *
   * @param decoder without rows yet
   * @param choice how tokens are chosen
   * @param listener hears of everything that happens and may cancel
   */
  RollingBatch(Decoder decoder, TokenChoice choice, GenerationListener listener) {
    this.decoder = decoder;
    this.choice = choice;
    this.listener = listener;
  }

  /**
   * {@return the responses, complete, in order}
   *
   * @param all responses without a token yet
   */
  List<Generation> complete(List<OpenResponse> all) {
    responses = all;
    generations = new Generation[all.size()];
    listener.checkpoint(0, all.size());
    while (open.size() < decoder.slots() && next < all.size()) {
      startNext(open.size());
    }
    while (!open.isEmpty()) {
      step();
    }
    return List.copyOf(Arrays.asList(generations));
  }

  /** Adds a token to every open response; those behind the last first, as the last may move. */
  private void step() {
    decoder.append(open.stream().mapToInt(OpenResponse::lastToken).toArray());
    List<Integer> finished = new ArrayList<>();
    for (int row = 0; row < open.size(); row++) {
      if (finishes(row)) {
        finished.add(0, row);
      }
    }
    for (int row : finished) {
      startNext(row);
    }
  }

  /** Gives a row to the first response to come that does not end with its first token. */
  private void startNext(int row) {
    while (next < responses.size()) {
      OpenResponse response = responses.get(next);
      next++;
      decoder.open(row, response.prompt());
      if (row == open.size()) {
        open.add(response);
      } else {
        open.set(row, response);
      }
      if (!finishes(row)) {
        return;
      }
    }
    drop(row);
  }

  private void drop(int row) {
    decoder.drop(row);
    OpenResponse last = open.remove(open.size() - 1);
    if (row < open.size()) {
      open.set(row, last);
    }
  }

  /** {@return whether the token that is chosen now is a response's last} */
  private boolean finishes(int row) {
    OpenResponse response = open.get(row);
    TokenChoice.Chosen chosen = choice.choose(decoder.logits(row), response.random());
    Optional<Generation> whole = response.add(chosen);
    listener.sampled(response.index(), chosen.token(), chosen.logProb());
    whole.ifPresent(
        generation -> {
          generations[response.index()] = generation;
          done++;
          listener.finished(response.index(), generation);
          listener.checkpoint(done, generations.length);
        });
    return whole.isPresent();
  }
}
