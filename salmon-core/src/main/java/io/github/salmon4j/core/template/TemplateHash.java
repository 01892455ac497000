package io.github.salmon4j.core.template;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Identifies a template: what it says, in which order, and how it treats what is put into it. */
final class TemplateHash {

  /**
   * Grows whenever the same sections would reach a model in another way: how fields are escaped,
   * cut, tokenized or joined. A change of words needs no new number, it changes the hash by itself.
   */
  private static final int LAYOUT_VERSION = 1;

  private TemplateHash() {}

  /**
   * {@return SHA-256 as 64 hexadecimal digits}
   *
   * @param sections the template filled in with any text, at least two principles if it lists them
   * @param marks the line beginnings that it keeps untrusted text from
   */
  static String of(List<Section> sections, LineMarks marks) {
    Hasher sha256 = Hashing.sha256().newHasher();
    sha256.putInt(LAYOUT_VERSION);
    put(sha256, TokenizedSections.CUT_MARK);
    put(sha256, marks.toString());
    for (Section section : sections) {
      put(sha256, section.origin().name());
      put(sha256, section.origin() == Section.Origin.TEMPLATE ? section.text() : "");
    }
    return sha256.hash().toString();
  }

  /** The length goes first, so that no two lists of texts run together into the same bytes. */
  private static void put(Hasher sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.putInt(bytes.length).putBytes(bytes);
  }
}
