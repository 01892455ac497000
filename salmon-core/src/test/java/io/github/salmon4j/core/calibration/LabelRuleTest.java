package io.github.salmon4j.core.calibration;

import static io.github.salmon4j.core.calibration.LabelRule.Decision.ABSTAIN;
import static io.github.salmon4j.core.calibration.LabelRule.Decision.PREFER_FIRST;
import static io.github.salmon4j.core.calibration.LabelRule.Decision.PREFER_SECOND;
import static io.github.salmon4j.core.calibration.LabelRule.Decision.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.calibration.LabelRule.Decision;
import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.prompt.Prompt;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRuleTest {

  private static final String BANNED = "Well, As an AI language model, I";

  /** The first two letters of a text are its language; a question mark says nothing. */
  private static final LanguageDetector DETECTOR =
      text -> text.startsWith("?") ? Optional.empty() : Optional.of(text.substring(0, 2));

  private static ResponsePair pair(String prompt, String first, String second) {
    return new ResponsePair(Prompt.of(prompt), first, second);
  }

  private static Decision ban(String first, String second, Double... draws) {
    Scripted random = Scripted.of(draws);
    Decision decision = BannedPhrase.selfDescription().decide(pair("q", first, second), random);
    random.assertUsedUp();
    return decision;
  }

  @Test
  void bannedPhrase_inExactlyOne_losesHalfTheTime() {
    assertEquals(PREFER_SECOND, ban(BANNED, "fine", 0.0));
    assertEquals(PREFER_FIRST, ban("fine", BANNED, Math.nextDown(0.5)));
    assertEquals(ABSTAIN, ban(BANNED, "fine", 0.5));
    assertEquals(ABSTAIN, ban("fine", BANNED, 0.9));
  }

  @Test
  void bannedPhrase_inBothOrNone_abstainsWithoutADraw() {
    assertEquals(ABSTAIN, ban(BANNED, BANNED));
    assertEquals(ABSTAIN, ban("fine", "fine"));
    assertEquals(ABSTAIN, ban("as an ai language model", "As an AI Language Model"));
  }

  @Test
  void bannedPhrase_probabilityZeroAndOne_areNeverAndAlways() {
    ResponsePair pair = pair("q", "ugh", "");
    assertEquals(ABSTAIN, new BannedPhrase("ugh", 0).decide(pair, Scripted.of(0.0)));
    assertEquals(
        PREFER_SECOND, new BannedPhrase("ugh", 1).decide(pair, Scripted.of(Math.nextDown(1.0))));
  }

  @Test
  void bannedPhrase_badInput_isNamed() {
    assertEquals(
        "banned phrase: expected some text, found none",
        assertThrows(IllegalArgumentException.class, () -> new BannedPhrase("", 1)).getMessage());
    assertEquals(
        "banned phrase probability: expected 0 to 1, found NaN",
        assertThrows(IllegalArgumentException.class, () -> new BannedPhrase("a", Double.NaN))
            .getMessage());
    assertThrows(
        NullPointerException.class,
        () -> BannedPhrase.selfDescription().decide(pair("q", "", ""), null));
  }

  @ParameterizedTest
  @CsvSource({
    "en, en, en, ABSTAIN",
    "en, en, de, PREFER_FIRST",
    "en, de, en, PREFER_SECOND",
    "en, de, de, SKIP",
    "en, de, fr, SKIP",
    "?, en, de, ABSTAIN",
    "?, ?, ?, ABSTAIN",
    "en, ?, en, ABSTAIN",
    "en, en, ?, ABSTAIN",
    "en, ?, de, PREFER_FIRST",
    "en, de, ?, PREFER_SECOND",
    "en, ?, ?, ABSTAIN"
  })
  void sameLanguage_truthTable(String prompt, String first, String second, Decision expected) {
    LabelRule rule = new SameLanguage(DETECTOR);
    assertEquals(expected, rule.decide(pair(prompt, first, second), Scripted.of()));
  }

  @Test
  void sameLanguage_null_isRejected() {
    LabelRule rule = new SameLanguage(DETECTOR);
    assertThrows(NullPointerException.class, () -> rule.decide(pair("en", "", ""), null));
    assertThrows(NullPointerException.class, () -> new SameLanguage(null));
  }

  @Test
  void sameLanguage_lineEnds_areSpacesBeforeDetection() {
    AtomicReference<String> seen = new AtomicReference<>("");
    LabelRule rule =
        new SameLanguage(
            text -> {
              seen.updateAndGet(before -> before + text + "|");
              return Optional.of("en");
            });
    rule.decide(pair("a\nb", "c\r\nd", "\ne\n"), Scripted.of());
    assertEquals("a b|c  d| e |", seen.get());
    assertEquals(SKIP, new SameLanguage(DETECTOR).decide(pair("en", "de", "fr"), Scripted.of()));
  }
}
