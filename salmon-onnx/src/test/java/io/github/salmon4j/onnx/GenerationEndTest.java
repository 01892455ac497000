package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where responses end, and why. */
class GenerationEndTest {

  private static final OnnxLanguageModel MODEL = TinyModels.language();

  private static final Tokenizer TOKENIZER = MODEL.tokenizer();

  /** Several, so that rows end apart. */
  private static final List<TokenIds> PROMPTS =
      List.of(TinyModels.tokens(1, 12), TinyModels.tokens(2, 1), TinyModels.tokens(3, 40));

  private static final GenerationSettings FREE =
      new GenerationSettings(30, 1, 1, 0, Set.of(), Set.of());

  /** One under which the model itself ends no response. */
  private static final long SEED = seed();

  /** Of each prompt, what comes when nothing but the length stops it. */
  private static final List<Generation> ENDLESS = generate(FREE);

  private static long seed() {
    for (long seed = 0; ; seed++) {
      List<Generation> all = MODEL.generate(PROMPTS, FREE, seed, Monitor.none());
      if (all.stream().allMatch(one -> one.finishReason() == FinishReason.TRUNCATED)) {
        return seed;
      }
    }
  }

  @AfterAll
  static void close() {
    MODEL.close();
  }

  private static List<Generation> generate(GenerationSettings settings) {
    return MODEL.generate(PROMPTS, settings, SEED, Monitor.none());
  }

  private static GenerationSettings stoppingAt(int... tokens) {
    Set<Integer> stops = Set.copyOf(TokenIds.of(tokens).stream().boxed().toList());
    return new GenerationSettings(30, 1, 1, 0, stops, Set.of());
  }

  /** A stopped response is the beginning of the endless one. */
  private static void assertEndsAfter(int length, int row, Generation found) {
    assertEquals(ENDLESS.get(row).response().slice(0, length), found.response(), "row " + row);
    assertEquals(FinishReason.FINISHED, found.finishReason(), "row " + row);
    assertEquals(length, found.logProbs().size(), "row " + row);
  }

  @Test
  void generate_nothingStops_isTruncatedAtTheMostTokens() {
    for (Generation generation : ENDLESS) {
      assertEquals(30, generation.response().size());
      assertEquals(FinishReason.TRUNCATED, generation.finishReason());
    }
  }

  @Test
  void generate_stopTokenInThePrompt_doesNotStop() {
    TokenIds prompt = PROMPTS.get(2);
    int stop =
        prompt.stream()
            .filter(
                id -> ENDLESS.stream().noneMatch(g -> g.response().stream().anyMatch(t -> t == id)))
            .findFirst()
            .orElseThrow();
    assertEquals(ENDLESS, generate(stoppingAt(stop)));
    int last = prompt.get(prompt.size() - 1);
    assertFalse(ENDLESS.get(2).response().stream().anyMatch(t -> t == last));
    assertEquals(ENDLESS.get(2), generate(stoppingAt(last)).get(2));
  }

  @Test
  void generate_firstTokenStops_isThatTokenAlone() {
    int stop = ENDLESS.get(1).response().get(0);
    assertEndsAfter(1, 1, generate(stoppingAt(stop)).get(1));
    List<TokenIds> many = Collections.nCopies(40, PROMPTS.get(1));
    GenerationSettings greedy = GenerationSettings.greedy(1);
    int likeliest = MODEL.generate(many, greedy, 7, Monitor.none()).get(0).response().get(0);
    GenerationSettings empty =
        new GenerationSettings(9, 0, 1, 0, Set.of(likeliest), Set.of()); // none takes a step
    List<Generation> generations = MODEL.generate(many, empty, 7, Monitor.none());
    assertEquals(40, generations.size());
    for (Generation generation : generations) {
      assertEquals(TokenIds.of(likeliest), generation.response());
      assertEquals(FinishReason.FINISHED, generation.finishReason());
    }
  }

  @Test
  void generate_padTokenIsTheEnd_changesNothing(@TempDir Path folder) throws IOException {
    CheckpointCopy.of("peft-seqcls/base", folder)
        .replace("config.json", "\"pad_token_id\": null", "\"pad_token_id\": 2");
    try (OnnxLanguageModel padded = OnnxLanguageModel.open(folder)) {
      List<Generation> found = padded.generate(PROMPTS, FREE, SEED, Monitor.none());
      for (int row = 0; row < PROMPTS.size(); row++) {
        assertEquals(ENDLESS.get(row).response(), found.get(row).response());
      }
    }
  }

  @Test
  void generate_modelsOwnEnd_isTheLastTokenAndFinishes() {
    GenerationSettings hot = new GenerationSettings(116, 50, 1, 0, Set.of(), Set.of());
    List<TokenIds> many = Collections.nCopies(12, PROMPTS.get(0));
    int finished = 0;
    for (Generation generation : MODEL.generate(many, hot, 3, Monitor.none())) {
      int end = generation.response().stream().boxed().toList().indexOf(2);
      boolean whole = generation.finishReason() == FinishReason.FINISHED;
      assertEquals(whole ? generation.response().size() - 1 : -1, end);
      finished += whole ? 1 : 0;
    }
    assertTrue(finished > 0);
  }

  /** Where a text first stands in what is decoded of more and more tokens. */
  private static int firstWith(String stop, TokenIds response) {
    for (int length = 1; length <= response.size(); length++) {
      if (TOKENIZER.decode(response.slice(0, length)).contains(stop)) {
        return length;
      }
    }
    return -1;
  }

  @Test
  void generate_stopStringOverTokens_endsWithTheTokenThatCompletesIt() {
    for (int row = 0; row < PROMPTS.size(); row++) {
      TokenIds response = ENDLESS.get(row).response();
      String text = TOKENIZER.decode(response);
      int ended = 0;
      for (int from = 0; from + 5 < text.length(); from += 3) {
        String stop = text.substring(from, from + 5);
        int length = firstWith(stop, response);
        Generation found = generate(FREE.stoppingAt(stop, "never seen")).get(row);
        if (length > 0) {
          assertEndsAfter(length, row, found);
          ended++;
        }
      }
      assertTrue(ended > 3, "stops tried: " + ended);
    }
  }

  @Test
  void generate_stopStringWithinOneToken_keepsTheTokenWhole() {
    List<TokenIds> prompts = PROMPTS.subList(0, 1);
    int tried = 0;
    for (long seed = 0; tried < 3; seed++) {
      TokenIds response = MODEL.generate(prompts, FREE, seed, Monitor.none()).get(0).response();
      for (int t = 1; t < response.size(); t++) {
        String before = TOKENIZER.decode(response.slice(0, t));
        String with = TOKENIZER.decode(response.slice(0, t + 1));
        if (with.length() > before.length() + 2 && with.startsWith(before)) {
          String stop = with.substring(before.length(), with.length() - 1);
          Generation found =
              MODEL.generate(prompts, FREE.stoppingAt(stop), seed, Monitor.none()).get(0);
          assertEquals(response.slice(0, firstWith(stop, response)), found.response());
          assertEquals(FinishReason.FINISHED, found.finishReason());
          tried += TOKENIZER.decode(found.response()).endsWith(stop) ? 0 : 1;
        }
      }
    }
  }

  @Test
  void generate_stopStringInThePrompt_doesNotStop() {
    TokenIds prompt = PROMPTS.get(0);
    String text = TOKENIZER.decode(prompt);
    List<String> absent = new ArrayList<>();
    for (int from = 0; from + 3 <= text.length(); from++) {
      String stop = text.substring(from, from + 3);
      if (firstWith(stop, ENDLESS.get(0).response()) < 0) {
        absent.add(stop);
      }
    }
    assertNotEquals(List.of(), absent);
    String[] stops = absent.stream().distinct().toArray(String[]::new);
    assertEquals(ENDLESS.get(0), generate(FREE.stoppingAt(stops)).get(0));
  }

  @Test
  void generate_stopStringAtTheLastPlace_isFinished() {
    TokenIds response = ENDLESS.get(0).response();
    for (int most = 1; most < 30; most++) {
      String before = TOKENIZER.decode(response.slice(0, most - 1));
      String text = TOKENIZER.decode(response.slice(0, most));
      if (text.length() > before.length()) {
        GenerationSettings settings = new GenerationSettings(most, 1, 1, 0, Set.of(), Set.of(text));
        assertEndsAfter(firstWith(text, response), 0, generate(settings).get(0));
      }
    }
  }
}
