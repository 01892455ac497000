package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trained and published material against what other implementations compute from it. */
class SharedDataTest {

  /** Float32 against an independent float64 forward pass. */
  private static final double LOGITS = 2e-4;

  @Test
  void greedy_stories260k_isLlama2cText() {
    Path folder = SharedData.folder("stories260K");
    List<Integer> ids = greedy(folder, TokenIds.of(1), 200);
    assertEquals(
        SharedData.text(folder.resolve("expected_greedy.txt")).strip(),
        decode(folder.resolve("tok512.bin"), ids).strip());
  }

  @Test
  void greedy_tinyRandomLlama_isCandlesTokens() {
    Path folder = SharedData.folder("tiny-random-llama");
    JsonNode expected =
        JsonMapper.shared()
            .readTree(SharedData.text(folder.resolve("expected_greedy_ids_after_1_2_3.json")));
    List<Integer> ids = greedy(folder, TokenIds.of(1, 2, 3), expected.size());
    assertEquals(Golden.tokens(expected).stream().boxed().toList(), ids);
  }

  @Test
  void greedy_stories260kSideBySide_isTheForwardPassTokenByToken() {
    List<TokenIds> sequences =
        new ArrayList<>(List.of(TokenIds.of(1), TokenIds.of(1, 403, 407), TokenIds.of(1, 300)));
    TokenIds vocabulary = TokenIds.of(IntStream.range(0, 512).toArray());
    try (LlamaModel model = open(SharedData.folder("stories260K"));
        Decoder decoder = model.decoder(3, Monitor.none())) {
      for (int row = 0; row < 3; row++) {
        decoder.open(row, sequences.get(row));
      }
      for (int t = 0; t < 80; t++) {
        List<float[]> whole = model.nextLogProbs(sequences, vocabulary, Monitor.none());
        int[] next = new int[3];
        for (int row = 0; row < 3; row++) {
          next[row] = likeliest(decoder.logits(row));
          assertEquals(likeliest(whole.get(row)), next[row], "row " + row + ", " + t);
          TokenIds one = TokenIds.of(next[row]);
          sequences.set(row, TokenIds.concat(List.of(sequences.get(row), one)));
        }
        decoder.append(next);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"stories260K, 512", "tiny-random-llama, 32000"})
  void logits_everyPosition_equalFloat64Reference(String name, int vocabulary) {
    Path folder = SharedData.folder(name);
    ByteBuffer ids = SharedData.npy(folder.resolve("ref_ids.npy"));
    ByteBuffer logits = SharedData.npy(folder.resolve("ref_logits_f64.npy"));
    int length = ids.remaining() / Long.BYTES;
    double worst = 0;
    try (LlamaModel model = open(folder);
        Decoder decoder = model.decoder(1, Monitor.none())) {
      decoder.open(0, TokenIds.of((int) ids.getLong(0)));
      for (int t = 0; t < length; t++) {
        for (int id = 0; id < vocabulary; id++) {
          double expected = logits.getDouble((t * vocabulary + id) * Double.BYTES);
          worst = Math.max(worst, Math.abs(expected - decoder.logits(0)[id]));
        }
        if (t + 1 < length) {
          decoder.append((int) ids.getLong((t + 1) * Long.BYTES));
        }
      }
    }
    assertTrue(worst < LOGITS, "largest difference " + worst);
  }

  @Test
  void encode_llama2Cases_equalLlamaCpp() {
    Path folder = SharedData.folder("tokenizer-llama2");
    List<String> texts = cases(folder);
    List<TokenIds> expected = expected(folder, texts.size());
    try (CheckpointTokenizer tokenizer = tokenizer(folder)) {
      for (int i = 0; i < texts.size(); i++) {
        assertEquals(expected.get(i), tokenizer.encode(texts.get(i)), "case " + i);
      }
    }
    assertEquals(47, texts.size());
  }

  @Test
  void encode_llama2CasesAsResponses_keepTheirTokens() {
    Path folder = SharedData.folder("tokenizer-llama2");
    List<String> texts = cases(folder);
    List<TokenIds> expected = expected(folder, texts.size());
    Guideline guideline = Guideline.of(Principle.of("Concise", "Say it in few words."));
    try (CheckpointTokenizer tokenizer = tokenizer(folder)) {
      for (int i = 0; i < texts.size(); i++) {
        EncodedInput input =
            RewardTemplate.standard()
                .encode(
                    Prompt.of("Hello?"),
                    texts.get(i),
                    guideline,
                    tokenizer,
                    InputLimits.defaults());
        List<Integer> tokens = input.tokens().stream().boxed().toList();
        List<Integer> section = expected.get(i).stream().boxed().toList();
        assertTrue(Collections.indexOfSubList(tokens, section) >= 0, "case " + i);
      }
    }
  }

  private static LlamaModel open(Path folder) {
    return LlamaModel.language(
        Checkpoint.open(folder), LoraAdapter.none(), EngineSettings.defaults());
  }

  private static List<Integer> greedy(Path folder, TokenIds prompt, int count) {
    List<Integer> ids = new ArrayList<>();
    try (LlamaModel model = open(folder);
        Decoder decoder = model.decoder(1, Monitor.none())) {
      decoder.open(0, prompt);
      while (true) {
        int best = likeliest(decoder.logits(0));
        ids.add(best);
        if (ids.size() == count) {
          return ids;
        }
        decoder.append(best);
      }
    }
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }

  /** llama2.c's tokenizer.bin: largest length, then a score, a length and the bytes of each. */
  private static String decode(Path tokenizer, List<Integer> ids) {
    ByteBuffer file = ByteBuffer.wrap(SharedData.bytes(tokenizer)).order(ByteOrder.LITTLE_ENDIAN);
    file.getInt();
    List<byte[]> pieces = new ArrayList<>();
    while (file.hasRemaining()) {
      file.getFloat();
      byte[] piece = new byte[file.getInt()];
      file.get(piece);
      pieces.add(piece);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ids.forEach(id -> text.writeBytes(bytesOf(pieces.get(id))));
    return text.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytesOf(byte[] piece) {
    String text = new String(piece, StandardCharsets.UTF_8);
    return text.matches("<0x[0-9A-F]{2}>")
        ? new byte[] {(byte) Integer.parseInt(text.substring(3, 5), 16)}
        : piece;
  }

  private static CheckpointTokenizer tokenizer(Path folder) {
    return CheckpointTokenizer.open(folder.resolve("tokenizer.json"), OptionalInt.of(2));
  }

  private static List<String> cases(Path folder) {
    String all = SharedData.text(folder.resolve("cases.inp"));
    return Arrays.asList(all.split("\n__ggml_vocab_test__\n", -1));
  }

  /** One line of ids for each case; the last case is empty and so is its line. */
  private static List<TokenIds> expected(Path folder, int count) {
    String[] lines = SharedData.text(folder.resolve("cases.out")).split("\n", -1);
    List<TokenIds> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String line = lines[i].strip();
      expected.add(
          line.isEmpty()
              ? TokenIds.empty()
              : TokenIds.of(Arrays.stream(line.split(" +")).mapToInt(Integer::parseInt).toArray()));
    }
    return expected;
  }
}
