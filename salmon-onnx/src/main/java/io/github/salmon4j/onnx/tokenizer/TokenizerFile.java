package io.github.salmon4j.onnx.tokenizer;

import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tokenizer.json as a document: what its vocabulary spans, and how to take things out of it. */
final class TokenizerFile {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ObjectNode root;

  private TokenizerFile(ObjectNode root) {
    this.root = root;
  }

  static TokenizerFile parse(Path path, String json) {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode root
          && root.get("model") instanceof ObjectNode) {
        return new TokenizerFile(root);
      }
    } catch (JacksonException e) {
      throw new ModelFormatException(path, "JSON", "a JSON document", e.getOriginalMessage());
    }
    throw new ModelFormatException(path, "model", "an object", "none");
  }

  /** {@return one more than the largest id of the model's vocabulary and the added tokens} */
  int vocabularySize() {
    int largest = -1;
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isArray()) {
      largest = vocabulary.size() - 1;
    }
    for (JsonNode id : vocabulary.isObject() ? vocabulary : root.arrayNode()) {
      largest = Math.max(largest, id.asInt(-1));
    }
    for (JsonNode token : root.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt(-1));
    }
    return largest + 1;
  }

  /** {@return the document without special tokens, nor anything that would put them in} */
  String withoutSpecialTokens() {
    ObjectNode copy = root.deepCopy();
    ArrayNode kept = copy.arrayNode();
    for (JsonNode token : copy.path("added_tokens")) {
      if (!token.path("special").asBoolean(false)) {
        kept.add(token);
      }
    }
    copy.set("added_tokens", kept);
    copy.putNull("post_processor");
    copy.putNull("truncation");
    copy.putNull("padding");
    return MAPPER.writeValueAsString(copy);
  }
}
