package io.github.salmon4j.core.template;

import io.github.salmon4j.core.template.Section.Origin;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sections of one input as tokens, to be cut and joined.
 *
 * <p>Only prompts and responses are ever cut: a prompt from the left, a response from the right. A
 * cut can move any part of a prompt's text to the start of its section, where it would begin a
 * line, so a trusted mark goes before what is kept.
 */
final class TokenizedSections {

  /** Stands before the kept end of a prompt, on the same line. */
  static final String CUT_MARK = "[...] ";

  private final List<Section> sections;
  private final List<TokenIds> tokens;
  private final TokenIds begin;
  private final TokenIds cutMark;

  TokenizedSections(List<Section> sections, Tokenizer tokenizer) {
    this(sections, tokenizer, new HashMap<>());
  }

  private TokenizedSections(
      List<Section> sections, Tokenizer tokenizer, Map<String, TokenIds> known) {
    this.sections = sections;
    this.tokens =
        sections.stream()
            .map(section -> known.computeIfAbsent(section.text(), tokenizer::encode))
            .toList();
    this.begin = TokenIds.of(tokenizer.beginId().stream().toArray());
    this.cutMark = known.computeIfAbsent(CUT_MARK, tokenizer::encode);
  }

  /** {@return several inputs; a text that occurs in more than one is tokenized once} */
  static List<TokenizedSections> each(List<List<Section>> inputs, Tokenizer tokenizer) {
    Map<String, TokenIds> known = new HashMap<>();
    return inputs.stream().map(input -> new TokenizedSections(input, tokenizer, known)).toList();
  }

  /** {@return how many tokens a section has, uncut} */
  int size(int section) {
    return tokens.get(section).size();
  }

  /**
   * {@return how many tokens remain for prompt and responses}
   *
   * @param totalTokens most tokens of the whole input
   * @throws IllegalArgumentException if what is never cut does not fit by itself
   */
  int space(int totalTokens) {
    int fixed = begin.size();
    for (int i = 0; i < sections.size(); i++) {
      fixed += cuttable(i) ? 0 : size(i);
    }
    if (fixed > totalTokens) {
      throw new IllegalArgumentException(
          "template input: expected room for the "
              + fixed
              + " tokens of fixed text and principles, found "
              + totalTokens);
    }
    return totalTokens - fixed;
  }

  /** {@return how many of a prompt's tokens can be kept, leaving room for the mark of a cut} */
  int promptKept(int section, int limit, int space) {
    int size = size(section);
    return size <= Math.min(limit, space)
        ? size
        : Math.max(0, Math.min(limit, space - cutMark.size()));
  }

  /** {@return the tokens that a prompt takes when this many of its own are kept} */
  int promptCost(int section, int kept) {
    return kept == 0 || kept == size(section) ? kept : kept + cutMark.size();
  }

  /**
   * {@return the input}
   *
   * @param kept tokens to keep, by index, of each prompt and response
   */
  EncodedInput join(Map<Integer, Integer> kept) {
    List<TokenIds> parts = new ArrayList<>(List.of(begin));
    int length = begin.size();
    int shared = -1;
    int dropped = 0;
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).origin() == Origin.PRINCIPLE && shared < 0) {
        shared = length;
      }
      int keep = kept.getOrDefault(i, size(i));
      TokenIds part = cut(i, keep);
      dropped += size(i) - keep;
      length += part.size();
      parts.add(part);
    }
    return new EncodedInput(TokenIds.concat(parts), shared < 0 ? length : shared, dropped);
  }

  private TokenIds cut(int section, int kept) {
    TokenIds whole = tokens.get(section);
    if (kept == whole.size()) {
      return whole;
    }
    if (kept == 0) {
      return TokenIds.empty();
    }
    return sections.get(section).origin() == Origin.PROMPT
        ? TokenIds.concat(List.of(cutMark, whole.slice(whole.size() - kept, whole.size())))
        : whole.slice(0, kept);
  }

  private boolean cuttable(int section) {
    Origin origin = sections.get(section).origin();
    return origin == Origin.PROMPT || origin == Origin.RESPONSE;
  }
}
