package io.github.salmon4j.core.sampling;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Writes what a script says, given all text so far and a generator seeded by the request; then its
 * end token. One token is one character; remembers what it was asked.
 */
public final class FakeLanguageModel implements LanguageModel, Tokenizer {

  public static final int END = Character.MAX_CODE_POINT + 1;
  public static final int BEGIN = END + 1;

  private final BiFunction<String, RandomGenerator, String> script;
  private final int contextLength;
  private final List<List<GenerationRequest>> calls = new ArrayList<>();
  private final List<GenerationSettings> settings = new ArrayList<>();

  public FakeLanguageModel(int contextLength, BiFunction<String, RandomGenerator, String> script) {
    this.contextLength = contextLength;
    this.script = script;
  }

  /** {@return the requests of each call} */
  public List<List<GenerationRequest>> calls() {
    return calls;
  }

  /** {@return the settings of each call} */
  public List<GenerationSettings> settings() {
    return settings;
  }

  /** {@return a text of small letters} */
  public static String letters(RandomGenerator random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  @Override
  public List<Generation> generate(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener) {
    calls.add(List.copyOf(requests));
    this.settings.add(settings);
    List<Generation> generations = new ArrayList<>();
    for (GenerationRequest request : requests) {
      listener.checkpoint(generations.size(), requests.size());
      generations.add(generation(request, settings));
    }
    listener.checkpoint(generations.size(), requests.size());
    return generations;
  }

  private Generation generation(GenerationRequest request, GenerationSettings settings) {
    int room = contextLength - request.prompt().size();
    if (room < 1) {
      throw new IllegalArgumentException("prompt: expected room for 1 token, found none");
    }
    int most = Math.min(room, settings.maxNewTokens());
    String text = script.apply(decode(request.prompt()), new SplittableRandom(request.seed()));
    List<Integer> ids = new ArrayList<>();
    FinishReason reason = FinishReason.TRUNCATED;
    PrimitiveIds all = new PrimitiveIds(encode(text));
    while (ids.size() < most && reason == FinishReason.TRUNCATED) {
      ids.add(all.get(ids.size()));
      String written = decode(tokens(ids));
      if (ids.get(ids.size() - 1) == END
          || settings.stopStrings().stream().anyMatch(written::contains)) {
        reason = FinishReason.FINISHED;
      }
    }
    return new Generation(tokens(ids), TokenLogProbs.of(new float[ids.size()]), reason);
  }

  /** Tokens with an end behind the last. */
  private record PrimitiveIds(TokenIds ids) {
    int get(int index) {
      return index < ids.size() ? ids.get(index) : END;
    }
  }

  private static TokenIds tokens(List<Integer> ids) {
    return TokenIds.of(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public TokenIds encode(String text) {
    return TokenIds.of(text.codePoints().toArray());
  }

  @Override
  public String decode(TokenIds tokens) {
    StringBuilder text = new StringBuilder();
    tokens.stream().filter(id -> id < END).forEach(text::appendCodePoint);
    return text.toString();
  }

  @Override
  public Tokenizer tokenizer() {
    return this;
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public int vocabularySize() {
    return BEGIN + 1;
  }

  @Override
  public OptionalInt beginId() {
    return OptionalInt.of(BEGIN);
  }

  @Override
  public OptionalInt endId() {
    return OptionalInt.of(END);
  }

  @Override
  public List<TokenLogProbs> logProbs(
      List<TokenSequence> sequences, double temperature, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TokenLogProbs> nextLogProbs(
      List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
