package io.github.salmon4j.core.template;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.salmon4j.core.template.Section.Origin;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a policy continues, and where its response ends: text before the user's message, the
 * message, and text between it and the response.
 *
 * <p>Roles are told apart by lines of text, as in SALMON, not by special tokens. The only special
 * token is the begin token, where the tokenizer has one; a model's own end token ends a response
 * under any template. Nothing is cut from a message: whoever has too long a one leaves it out.
 *
 * @param before text before the message, the system block included; may be empty
 * @param after text between the message and the response; may be empty
 * @param heads how lines that open a turn begin, each with a visible character; no line of a
 *     message begins so, whatever its case: it gets a backslash in front
 * @param stops texts whose first occurrence ends a response, none empty; without any, only the end
 *     token and the length limit do
 */
public record ChatTemplate(String before, String after, List<String> heads, List<String> stops) {

  /**
   * Checks the components and copies the lists.
   *
   * @throws IllegalArgumentException if a head begins with a blank, or a head or a stop is empty
   */
  public ChatTemplate {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    heads = List.copyOf(heads);
    stops = List.copyOf(stops);
    for (String head : heads) {
      if (head.isEmpty() || !head.stripLeading().equals(head)) {
        throw new IllegalArgumentException(
            "head: expected a visible character first, found \"" + head + '"');
      }
    }
    if (stops.contains("")) {
      throw new IllegalArgumentException("stop: expected some text, found none");
    }
  }

  /**
   * {@return SALMON's format: a system block, the message after {@code ### User}, the response
   * after {@code ### Assistant}, cut at the first {@code ###}}
   *
   * <p>The released SALMON code ends a turn with the head of the user's next one, then cuts the
   * text of pairs at the first {@code ###} of any kind. Here that ends the turn at once, which
   * gives the same text; a heading of level 3 ends a response in both.
   *
   * @param system the system block, trusted; may be empty
   */
  public static ChatTemplate salmon(String system) {
    String block = system.isEmpty() ? "" : system + "\n\n";
    return new ChatTemplate(
        block + "### User\n", "\n\n### Assistant\n", List.of("###"), List.of("###"));
  }

  /** {@return the message and a blank line: for models that know no turns, and for stories} */
  public static ChatTemplate plain() {
    return new ChatTemplate("", "\n\n", List.of(), List.of());
  }

  /**
   * {@return the template filled in}
   *
   * @param prompt what is asked; never trusted
   * @throws IllegalArgumentException if its text holds a lone surrogate
   */
  public List<Section> render(Prompt prompt) {
    return List.of(
        new Section(Origin.TEMPLATE, before),
        new Section(Origin.PROMPT, marks().neutralize("prompt", prompt.text())),
        new Section(Origin.TEMPLATE, after));
  }

  /**
   * {@return the Q tokens that a policy continues, the begin token first if there is one}
   *
   * @param prompt what is asked; never trusted, never cut
   * @param tokenizer the policy's
   * @throws IllegalArgumentException if its text holds a lone surrogate
   */
  public TokenIds encode(Prompt prompt, Tokenizer tokenizer) {
    return new TokenizedSections(render(prompt), tokenizer).join(Map.of()).tokens();
  }

  /**
   * {@return settings that also end a response at this template's stops}
   *
   * @param settings how tokens are chosen; what ends a response there still does
   */
  public GenerationSettings stopping(GenerationSettings settings) {
    Set<String> all = new HashSet<>(settings.stopStrings());
    all.addAll(stops);
    return settings.stoppingAt(all.toArray(String[]::new));
  }

  /**
   * {@return the text of a response, as {@link #cut} leaves it}
   *
   * @param generation what was sampled; special tokens have no text
   * @param tokenizer the policy's
   */
  public String response(Generation generation, Tokenizer tokenizer) {
    return cut(tokenizer.decode(generation.response()));
  }

  /**
   * {@return what comes before the first stop, without white space around it} What a model wrote
   * behind the stop, if its generation was not ended there, makes no difference.
   *
   * @param raw the decoded text of a response
   */
  public String cut(String raw) {
    return raw.substring(0, end(raw)).strip();
  }

  /**
   * {@return whether a stop occurs in a response}
   *
   * @param raw the decoded text of a response
   */
  public boolean stops(String raw) {
    return end(raw) < raw.length();
  }

  /**
   * {@return SHA-256 over all fixed text, heads, stops and the layout, as 64 hexadecimal digits}
   */
  public String hash() {
    Hasher sha256 = Hashing.sha256().newHasher();
    sha256.putString(TemplateHash.of(render(Prompt.of("any")), marks()), StandardCharsets.UTF_8);
    for (String stop : stops) {
      sha256.putInt(stop.length()).putString(stop, StandardCharsets.UTF_8);
    }
    return sha256.hash().toString();
  }

  private LineMarks marks() {
    return new LineMarks(heads.toArray(String[]::new));
  }

  private int end(String raw) {
    int end = raw.length();
    for (String stop : stops) {
      int at = raw.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return end;
  }
}
