package io.github.salmon4j.core.labeling;

import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a judge is asked about one pair.
 *
 * @param pair the pair
 * @param prompts one prompt per principle with the responses as given, then one per principle with
 *     them swapped
 * @param tokens how many tokens these have, where each order's common beginning counts once
 */
record Questions(ResponsePair pair, List<TokenIds> prompts, long tokens) {

  static Questions about(
      ResponsePair pair, PrincipleSet principles, Tokenizer tokenizer, int totalTokens) {
    List<TokenIds> prompts = new ArrayList<>();
    long tokens = 0;
    for (Order order : List.of(Order.AS_GIVEN, Order.SWAPPED)) {
      List<EncodedInput> inputs =
          JudgeTemplate.standard()
              .encode(pair, principles.principles(), order, tokenizer, totalTokens);
      tokens += inputs.get(0).sharedTokens();
      for (EncodedInput input : inputs) {
        prompts.add(input.tokens());
        tokens += input.tokens().size() - input.sharedTokens();
      }
    }
    return new Questions(pair, List.copyOf(prompts), tokens);
  }
}
