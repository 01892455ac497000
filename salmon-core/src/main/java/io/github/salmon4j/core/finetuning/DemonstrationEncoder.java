package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.core.training.LengthPolicy;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns demonstrations into sequences to train on.
 *
 * <pre>
 *   prompt   = begin tokens, prompt                      no loss
 *   response = answer, stop tokens if it is complete     loss on every token
 * </pre>
 *
 * <p>Source: SELF-ALIGN, principle engraving, whose stop signal is the next turn's header, a few
 * tokens in the text; most models have one stop token. Nothing else marks the end: no token is
 * appended to an answer that the length limit of its generation cut off.
 *
 * @param begin tokens before every prompt, never cut; may be none
 * @param stop tokens that end a complete answer, not repeated where it ends in them already; none
 *     if answers bring their own
 * @param limits how many tokens there may be
 */
public record DemonstrationEncoder(TokenIds begin, TokenIds stop, SequenceLimits limits) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if an answer has no room for the stop tokens
   */
  public DemonstrationEncoder {
    Objects.requireNonNull(begin, "begin");
    Objects.requireNonNull(stop, "stop");
    if (stop.size() > limits.answerTokens()) {
      throw new IllegalArgumentException(
          "stop tokens: expected at most "
              + limits.answerTokens()
              + ", the tokens of an answer, found "
              + stop.size());
    }
  }

  /**
   * {@return an encoder that begins and stops with the tokenizer's own tokens, where it has them}
   *
   * @param tokenizer the model's
   * @param limits how many tokens there may be
   */
  public static DemonstrationEncoder of(Tokenizer tokenizer, SequenceLimits limits) {
    TokenIds begin = TokenIds.of(tokenizer.beginId().stream().toArray());
    TokenIds stop = TokenIds.of(tokenizer.endId().stream().toArray());
    return new DemonstrationEncoder(begin, stop, limits);
  }

  /**
   * {@return the demonstrations as sequences; what is left out is counted}
   *
   * @param demonstrations the demonstrations; may be empty
   */
  public EncodedDemonstrations encode(List<Demonstration> demonstrations) {
    List<EncodedDemonstration> examples = new ArrayList<>();
    int cut = 0;
    int tooLong = 0;
    int empty = 0;
    for (int i = 0; i < demonstrations.size(); i++) {
      Demonstration demonstration = demonstrations.get(i);
      TokenIds answer = withStop(demonstration);
      boolean fits =
          demonstration.prompt().size() <= limits.promptTokens()
              && answer.size() <= limits.answerTokens();
      if (answer.isEmpty() || begin.size() + demonstration.prompt().size() == 0) {
        empty++;
      } else if (!fits && limits.policy() == LengthPolicy.FILTER) {
        tooLong++;
      } else {
        cut += fits ? 0 : 1;
        TokenIds prompt = TokenIds.concat(List.of(begin, cutPrompt(demonstration.prompt())));
        TokenSequence sequence = new TokenSequence(prompt, cutAnswer(demonstration, answer));
        examples.add(new EncodedDemonstration(sequence, i));
      }
    }
    return new EncodedDemonstrations(examples, cut, tooLong, empty);
  }

  private TokenIds withStop(Demonstration demonstration) {
    TokenIds answer = demonstration.answer();
    boolean stops =
        demonstration.ending() == FinishReason.FINISHED
            && lengthWithoutStop(answer) == answer.size();
    return stops ? TokenIds.concat(List.of(answer, stop)) : answer;
  }

  private TokenIds cutPrompt(TokenIds prompt) {
    int size = prompt.size();
    int kept = Math.min(size, limits.promptTokens());
    return switch (limits.kept()) {
      case FIRST_TOKENS -> prompt.slice(0, kept);
      case LAST_TOKENS -> prompt.slice(size - kept, size);
    };
  }

  /** An answer that is cut loses all stop tokens: part of them would teach to begin a stop. */
  private TokenIds cutAnswer(Demonstration demonstration, TokenIds answer) {
    if (answer.size() <= limits.answerTokens()) {
      return answer;
    }
    int withoutStop = lengthWithoutStop(demonstration.answer());
    return answer.slice(0, Math.min(withoutStop, limits.answerTokens()));
  }

  private int lengthWithoutStop(TokenIds answer) {
    int end = answer.size() - stop.size();
    boolean stops = end >= 0 && answer.slice(end, answer.size()).equals(stop);
    return stops ? end : answer.size();
  }
}
