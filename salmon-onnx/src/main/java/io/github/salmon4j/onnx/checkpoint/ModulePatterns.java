package io.github.salmon4j.onnx.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How PEFT's configuration points at modules: by a whole path, or by its last names. A pattern that
 * begins with {@code ^} is a whole path. Other regular expressions, which PEFT would accept in some
 * places, are refused.
 */
final class ModulePatterns {

  private static final Pattern PLAIN = Pattern.compile("\\w+(\\.\\w+)*");

  private ModulePatterns() {}

  /** Refuses what is not a plain name or path. */
  static void requireName(JsonObject json, String key, String name) {
    if (!PLAIN.matcher(name).matches()) {
      throw json.fault(key, "names of modules, no other patterns", name);
    }
  }

  /** Refuses what is not a plain name or path, with or without a {@code ^}. */
  static void requirePattern(JsonObject json, String key, String pattern) {
    requireName(json, key, pattern.startsWith("^") ? pattern.substring(1) : pattern);
  }

  /** {@return whether a pattern points at the module of this path} */
  static boolean matches(String pattern, String path) {
    return pattern.startsWith("^")
        ? path.equals(pattern.substring(1))
        : path.equals(pattern) || path.endsWith("." + pattern);
  }

  /** {@return the first pattern that points at the module: PEFT tries them in the file's order} */
  static Optional<String> first(List<String> patterns, String path) {
    return patterns.stream().filter(pattern -> matches(pattern, path)).findFirst();
  }
}
