package io.github.salmon4j.core.labeling;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.salmon4j.preference.ResponsePair;
import java.util.List;

/** Tells pairs apart by what a judge reads of them: prompt and responses, in this order. */
final class PairKey {

  private PairKey() {}

  /**
   * {@return SHA-256 over the three texts in UTF-16, little-endian, each behind the number of its
   * characters, a little-endian int; 64 hexadecimal digits}
   */
  static String of(ResponsePair pair) {
    Hasher sha256 = Hashing.sha256().newHasher();
    for (String text : List.of(pair.prompt().text(), pair.first(), pair.second())) {
      sha256.putInt(text.length()).putUnencodedChars(text);
    }
    return sha256.hash().toString();
  }
}
