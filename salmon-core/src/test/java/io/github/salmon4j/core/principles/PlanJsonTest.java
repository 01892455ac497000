package io.github.salmon4j.core.principles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJsonTest {

  private static final PrincipleSet POOL =
      PrincipleSet.of(
          Principle.of("A", "Do \"a\".", "Do not.").withWeight(0.1),
          Principle.of("B", "Do b.").withBoostFor(PromptKind.REASONING));
  private static final PrincipleSet LINES = PrincipleSet.of(Principle.of("L", "Be modest."));
  private static final PlanChange CHANGE = new PlanChange(POOL, LINES, "weil \u00e4, 'why'");

  @TempDir Path folder;

  @Test
  void format_readsBackAsItWas() {
    assertEquals(CHANGE, PlanJson.parse("x", PlanJson.format(CHANGE)));
    PlanChange none = new PlanChange(POOL, PrincipleSet.of(), "none");
    assertEquals(none, PlanJson.parse("x", PlanJson.format(none)));
    assertTrue(PlanJson.format(none).endsWith("}\n"));
  }

  @Test
  void everyPrefix_isRejected() {
    String text = PlanJson.format(CHANGE).strip();
    for (int end = 0; end < text.length(); end++) {
      String prefix = text.substring(0, end);
      assertThrows(IllegalArgumentException.class, () -> PlanJson.parse("x", prefix), prefix);
    }
  }

  @Test
  void parse_withoutReason_namesTheSource() {
    String text =
        "{\"format\":\"salmon4j-plan-1\",\"principles\":[{\"name\":\"A\",\"definition\":\"a\"}],"
            + "\"interventions\":[]}";
    assertEquals("as plan.json says", PlanJson.parse("plan.json", text).reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "[]#x: expected an object, found ARRAY",
        "^^#x: expected an object, found no text",
        "{}#x: expected \"salmon4j-plan-1\", found ",
        "{'format':'salmon4j-principles-1'}#x: expected \"salmon4j-plan-1\", found \"salmon4j-pri",
        "{'format':'salmon4j-plan-1'}#x: principles: expected an array, found ",
        "{'format':'salmon4j-plan-1','rules':[]}#x: rules: expected one of [format, reason, princ",
        "{'format':'salmon4j-plan-1','principles':[]}#x: principles: expected at least 1 principle",
        "{'format':'salmon4j-plan-1','principles':[{'name':'A'}]}#x: principles[0]: expected the k",
        "{'format':'salmon4j-plan-1','principles':[P]}#x: interventions: expected an array, found ",
        "{'format':'salmon4j-plan-1','principles':[P],'interventions':[{}]}"
            + "#x: interventions: principles[0]: expected the key 'name', found no key",
        "{'format':'salmon4j-plan-1','principles':[P],'interventions':[],'reason':1}"
            + "#x: reason: expected a string, found 1",
        "{'format':'salmon4j-plan-1','principles':[P],'interventions':[],'reason':' '}"
            + "#x: reason: expected some text, found blank",
        "{'format':'salmon4j-plan-1','principles':[P,P],'interventions':[]}"
            + "#x: principle set: expected distinct names, found 'A' twice",
        "{'format':'salmon4j-plan-1','format':'salmon4j-plan-1'}#x: expected JSON, found Duplicate",
        "{'format':'salmon4j-plan-1','principles':[P],'interventions':[]} {}#x: expected JSON, fou",
      })
  void parse_badText_saysWhere(String text, String message) {
    String json = text.replace("P", "{'name':'A','definition':'a'}").replace('\'', '"');
    String found =
        assertThrows(IllegalArgumentException.class, () -> PlanJson.parse("x", json)).getMessage();
    assertTrue(found.startsWith(message), found);
  }

  @Test
  void files_areReplacedWhole() throws IOException {
    Path file = folder.resolve("plan.json");
    PlanJson.write(CHANGE, file);
    assertEquals(CHANGE, PlanJson.read(file));
    Files.write(file, new byte[] {'{', (byte) 0xff});
    assertEquals(
        file + ": expected UTF-8, found other bytes",
        assertThrows(IllegalArgumentException.class, () -> PlanJson.read(file)).getMessage());
    assertThrows(UncheckedIOException.class, () -> PlanJson.read(folder.resolve("none")));
  }

  @Test
  void change_reason_isText() {
    assertEquals(
        "reason: expected some text, found blank",
        assertThrows(IllegalArgumentException.class, () -> new PlanChange(POOL, LINES, "\n"))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new PlanChange(POOL, LINES, "a\ud800"));
  }

  @Test
  void intervening_addsBehindOrReplacesInPlace() {
    PrinciplePlan plan = PrinciplePlan.first(POOL, LINES);
    Principle more = Principle.of("M", "More.");
    PlanChange added = PlanChange.intervening(plan, more, "why");
    assertEquals(PrincipleSet.of(Principle.of("L", "Be modest."), more), added.interventions());
    assertEquals(POOL, added.principles());
    PrinciplePlan next = plan.then(added.principles(), added.interventions());
    assertTrue(PlanChange.intervening(next, more, "again").isAlready(next));
    Principle other = Principle.of("L", "Be humble.");
    assertEquals(
        PrincipleSet.of(other, more), PlanChange.intervening(next, other, "r").interventions());
  }
}
