package io.github.salmon4j.onnx.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Texts and tokens against Hugging Face's tokenizers, for both families of LLaMA. */
class CheckpointTokenizerTest {

  /** The two golden tokenizers. */
  private enum Family {
    SENTENCE_PIECE("", 2),
    BYTE_LEVEL("bytelevel/", 385);

    final String folder;
    final int endId;

    Family(String folder, int endId) {
      this.folder = folder;
      this.endId = endId;
    }

    CheckpointTokenizer tokenizer() {
      return TOKENIZERS.get(this);
    }
  }

  private static final Map<Family, CheckpointTokenizer> TOKENIZERS = new EnumMap<>(Family.class);

  @BeforeAll
  static void open() {
    for (Family family : Family.values()) {
      Path json = file(family.folder + "tokenizer.json");
      TOKENIZERS.put(family, CheckpointTokenizer.open(json, OptionalInt.of(family.endId)));
    }
  }

  /**
   * A text and its tokens.
   *
   * @param family which tokenizer
   * @param text the text
   * @param ids what Python gives
   */
  private record Case(Family family, String text, TokenIds ids) {}

  static Path file(String name) {
    try {
      return Path.of(
          CheckpointTokenizerTest.class
              .getResource("/golden/checkpoints/tokenizer/" + name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Family.values()).flatMap(family -> cases(family, "cases"));
  }

  static Stream<Case> plainCases() {
    return Stream.of(Family.values()).flatMap(family -> cases(family, "plain_cases"));
  }

  private static Stream<Case> cases(Family family, String key) {
    List<Case> cases = new ArrayList<>();
    try {
      String json = Files.readString(file(family.folder + "cases.json"));
      for (JsonNode node : JsonMapper.shared().readTree(json).get(key)) {
        int[] ids = new int[node.get("ids").size()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = node.get("ids").get(i).asInt();
        }
        cases.add(new Case(family, node.get("text").asString(), TokenIds.of(ids)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return cases.stream();
  }

  @AfterAll
  static void close() {
    TOKENIZERS.values().forEach(CheckpointTokenizer::close);
  }

  @ParameterizedTest
  @MethodSource({"cases", "plainCases"})
  void encode_text_givesPythonsTokens(Case golden) {
    assertEquals(golden.ids(), golden.family().tokenizer().encode(golden.text()));
  }

  @ParameterizedTest
  @MethodSource({"cases", "plainCases"})
  void decode_encodedText_isTheText(Case golden) {
    CheckpointTokenizer tokenizer = golden.family().tokenizer();
    // SentencePiece writes a space as U+2581, so the two cannot be told apart.
    String text =
        golden.family() == Family.SENTENCE_PIECE
            ? golden.text().replace('\u2581', ' ')
            : golden.text();
    assertEquals(text, tokenizer.decode(tokenizer.encode(golden.text())));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void encode_specialTokenSpelledOut_neverGivesIt(Family family) {
    for (String text : List.of("<s>", "</s>", "<unk>", "<|begin_of_text|>", "<|end_of_text|>")) {
      for (String around : List.of("%s", "a%s", "%sb", "a %s b", "%1$s%1$s")) {
        TokenIds ids = family.tokenizer().encode(String.format(around, text));
        List<Integer> special =
            family == Family.SENTENCE_PIECE ? List.of(0, 1, 2) : List.of(384, 385);
        assertTrue(ids.stream().noneMatch(special::contains), text + " gave " + ids);
      }
    }
  }

  @Test
  void ids_bothFamilies_areThoseOfTheFiles() {
    assertEquals(384, Family.SENTENCE_PIECE.tokenizer().vocabularySize());
    assertEquals(386, Family.BYTE_LEVEL.tokenizer().vocabularySize());
    assertEquals(OptionalInt.of(1), Family.SENTENCE_PIECE.tokenizer().beginId());
    assertEquals(OptionalInt.of(384), Family.BYTE_LEVEL.tokenizer().beginId());
    assertEquals(OptionalInt.of(2), Family.SENTENCE_PIECE.tokenizer().endId());
    assertEquals(OptionalInt.of(385), Family.BYTE_LEVEL.tokenizer().endId());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void decode_specialTokens_leavesThemOut(Family family) {
    CheckpointTokenizer tokenizer = family.tokenizer();
    TokenIds text = tokenizer.encode("The salmon");
    TokenIds marked =
        TokenIds.concat(
            List.of(
                TokenIds.of(tokenizer.beginId().orElseThrow()),
                text,
                TokenIds.of(tokenizer.endId().orElseThrow())));
    assertEquals("The salmon", tokenizer.decode(marked));
    assertEquals("", tokenizer.decode(TokenIds.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {386, 387, 1_000_000, Integer.MAX_VALUE})
  void decode_unknownId_isRefused(int id) {
    TokenIds tokens = TokenIds.of(5, id);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Family.BYTE_LEVEL.tokenizer().decode(tokens));
    assertEquals("token id: expected less than 386, found " + id, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\udc1f", "a\ud83d b", "\udc1f\ud83d", "x\ud83d\ud83d\udc1f"})
  void encode_loneSurrogate_isRefused(String text) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Family.SENTENCE_PIECE.tokenizer().encode(text));
    assertTrue(e.getMessage().contains("found half of one (U+D"), e.getMessage());
  }

  /** Without the wait in close() the whole process ends here. */
  @Test
  @Timeout(60)
  void encode_whileAnotherThreadCloses_finishesOrIsRefused() throws InterruptedException {
    String text = "The salmon return to the stream. ".repeat(100);
    for (int round = 0; round < 10; round++) {
      CheckpointTokenizer tokenizer =
          CheckpointTokenizer.open(file("tokenizer.json"), OptionalInt.empty());
      int size = tokenizer.encode(text).size();
      List<Thread> threads = new ArrayList<>();
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 3; i++) {
        threads.add(new Thread(() -> encodeUntilClosed(tokenizer, text, size, wrong)));
        threads.get(i).start();
      }
      tokenizer.encode(text);
      tokenizer.close();
      tokenizer.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), wrong);
    }
  }

  private static void encodeUntilClosed(
      CheckpointTokenizer tokenizer, String text, int size, List<String> wrong) {
    try {
      while (wrong.isEmpty()) {
        int found = tokenizer.encode(text).size();
        if (found != size) {
          wrong.add("found " + found + " tokens of " + size);
        }
      }
    } catch (IllegalStateException e) {
      if (!"tokenizer: expected it open, found it closed".equals(e.getMessage())) {
        wrong.add(e.toString());
      }
    }
  }
}
