package io.github.salmon4j.onnx;

import io.github.salmon4j.language.TokenIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checkpoints under resources/golden, and what Python's transformers computes from them. */
final class Golden {

  private Golden() {}

  static Path folder(String name) {
    try {
      return Path.of(Golden.class.getResource("/golden/checkpoints/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String file) {
    try {
      return JsonMapper.shared().readTree(Files.readString(folder(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<TokenIds> sequences(JsonNode expected) {
    List<TokenIds> sequences = new ArrayList<>();
    for (JsonNode ids : expected.get("ids")) {
      sequences.add(tokens(ids));
    }
    return sequences;
  }

  static TokenIds tokens(JsonNode ids) {
    int[] tokens = new int[ids.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = ids.get(i).asInt();
    }
    return TokenIds.of(tokens);
  }

  static double[] numbers(JsonNode values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).asDouble();
    }
    return numbers;
  }
}
