package io.github.salmon4j.benchmarks;

import io.github.salmon4j.language.TokenIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes text with a tokenizer file of llama2.c: the largest length, then a score, a length and
 * the bytes of each piece. Neighbours are merged as long as together they are a piece, best score
 * first; characters that are no piece become bytes. Pieces hold a space at their start alone, so
 * words are encoded one by one.
 */
final class PieceTokenizer {

  static final int BEGIN = 1;
  static final int END = 2;
  private static final int FIRST_BYTE = 3;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> pieces = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final Map<String, List<Integer>> words = new HashMap<>();

  PieceTokenizer(Path file) {
    ByteBuffer in = read(file).order(ByteOrder.LITTLE_ENDIAN);
    in.getInt();
    while (in.hasRemaining()) {
      scores.add(in.getFloat());
      byte[] piece = new byte[in.getInt()];
      in.get(piece);
      ids.putIfAbsent(new String(piece, StandardCharsets.UTF_8), pieces.size());
      pieces.add(new String(piece, StandardCharsets.UTF_8));
    }
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the tokens of a text, with a space before it as in training} */
  TokenIds encode(String text) {
    List<Integer> all = new ArrayList<>();
    for (String word : (" " + text).split("(?= )", -1)) {
      all.addAll(words.computeIfAbsent(word, this::word));
    }
    return TokenIds.of(all.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Integer> word(String word) {
    List<Integer> tokens = new ArrayList<>();
    word.codePoints().mapToObj(Character::toString).forEach(c -> tokens.addAll(character(c)));
    for (int best = best(tokens); best >= 0; best = best(tokens)) {
      tokens.set(best, merged(tokens, best));
      tokens.remove(best + 1);
    }
    return List.copyOf(tokens);
  }

  private List<Integer> character(String character) {
    Integer id = ids.get(character);
    if (id != null) {
      return List.of(id);
    }
    List<Integer> bytes = new ArrayList<>();
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(FIRST_BYTE + Byte.toUnsignedInt(b));
    }
    return bytes;
  }

  /** {@return the place of the neighbours that together score best, -1 if none are a piece} */
  private int best(List<Integer> tokens) {
    int best = -1;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      int id = merged(tokens, i);
      if (id >= 0 && scores.get(id) > highest) {
        highest = scores.get(id);
        best = i;
      }
    }
    return best;
  }

  private int merged(List<Integer> tokens, int at) {
    String both = pieces.get(tokens.get(at)) + pieces.get(tokens.get(at + 1));
    return ids.getOrDefault(both, -1);
  }
}
