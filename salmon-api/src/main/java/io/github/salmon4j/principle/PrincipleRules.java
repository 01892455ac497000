package io.github.salmon4j.principle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every principle must satisfy, whoever implements it. */
final class PrincipleRules {

  /** Line ends of any kind (and the other control characters) would open a new template line. */
  private static final Pattern MORE_THAN_ONE_LINE = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** A lone surrogate has no UTF-8 form: a hash or a file would take it for a question mark. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private PrincipleRules() {}

  static void check(Principle principle) {
    check(principle.name(), principle.definition(), principle.negation(), principle.weight());
  }

  static void check(String name, String definition, Optional<String> negation, double weight) {
    requireLine("name", name, name);
    requireLine("definition", definition, name);
    negation.ifPresent(text -> requireLine("negation", text, name));
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "principle '" + name + "' weight: expected a finite number above 0, found " + weight);
    }
  }

  private static void requireLine(String part, String text, String name) {
    Matcher surrogate = LONE_SURROGATE.matcher(text);
    if (surrogate.find()) {
      throw new IllegalArgumentException(
          "principle '"
              + name
              + "' "
              + part
              + ": expected Unicode text, found a lone surrogate at index "
              + surrogate.start());
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "principle '" + name + "' " + part + ": expected some text, found blank");
    }
    if (MORE_THAN_ONE_LINE.matcher(text).find()) {
      throw new IllegalArgumentException(
          "principle '" + name + "' " + part + ": expected one line, found \"" + text + '"');
    }
  }
}
