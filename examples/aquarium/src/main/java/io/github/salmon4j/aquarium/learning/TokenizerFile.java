package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.learning.Merges.Pair;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tokenizer.json of byte-level BPE: the 256 bytes, three special tokens, then a token for each
 * merge. A text begins with the begin token.
 */
final class TokenizerFile {

  /** The bytes and the special tokens. */
  private static final int FIRST_MERGE_ID = 259;

  static final int BEGIN_ID = 256;
  static final int END_ID = 257;
  static final int PADDING_ID = 258;

  private static final String BEGIN = "<s>";

  private TokenizerFile() {}

  /** {@return how many tokens there are} Several pairs may make the same piece. */
  static int vocabularySize(List<Pair> merges) {
    return FIRST_MERGE_ID + (int) merges.stream().map(Pair::merged).distinct().count();
  }

  /**
   * {@return the document}
   *
   * @param merges in order, as they were learned
   */
  static String json(List<Pair> merges) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    addSpecial(added, BEGIN_ID, BEGIN);
    addSpecial(added, END_ID, "</s>");
    addSpecial(added, PADDING_ID, "<pad>");
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer"));
    beginFirst(root.putObject("post_processor"));
    byteLevel(root.putObject("decoder"));
    ObjectNode model = root.putObject("model").put("type", "BPE").putNull("unk_token");
    ObjectNode vocabulary = model.putObject("vocab");
    addBytes(vocabulary);
    ArrayNode pairs = model.putArray("merges");
    int next = FIRST_MERGE_ID;
    for (Pair pair : merges) {
      pairs.add(pair.left() + " " + pair.right());
      if (!vocabulary.has(pair.merged())) {
        vocabulary.put(pair.merged(), next++);
      }
    }
    return root.toString();
  }

  private static void addSpecial(ArrayNode tokens, int id, String content) {
    tokens
        .addObject()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static void byteLevel(ObjectNode step) {
    step.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", true);
  }

  private static void beginFirst(ObjectNode step) {
    step.put("type", "TemplateProcessing");
    ArrayNode single = step.putArray("single");
    single.addObject().putObject("SpecialToken").put("id", BEGIN).put("type_id", 0);
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    ArrayNode pair = step.putArray("pair").addAll(single.deepCopy());
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    ObjectNode begin = step.putObject("special_tokens").putObject(BEGIN).put("id", BEGIN);
    begin.putArray("ids").add(BEGIN_ID);
    begin.putArray("tokens").add(BEGIN);
  }

  /**
   * Spells bytes as GPT-2 does: a printable byte of Latin-1 is that character, the others are the
   * characters from U+0100 on, in order (Radford et al. 2019, section 2.2 and its released code).
   */
  private static void addBytes(ObjectNode vocabulary) {
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      vocabulary.put(Character.toString(printable ? value : next++), value);
    }
  }
}
