package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceFormatTest {

  private static final PreferenceFormat TRANSCRIPTS = PreferenceFormat.transcripts(Lines.GUIDELINE);
  private static final PreferenceFormat TEXTS = PreferenceFormat.texts(Lines.GUIDELINE);
  private static final PreferenceFormat CONVERSATIONS =
      PreferenceFormat.conversations(Lines.GUIDELINE);
  private static final PreferenceFormat POSTS = PreferenceFormat.posts(Lines.GUIDELINE, 2.0);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("data.jsonl");
  }

  @Test
  void transcripts_partBehindTheLastSharedMarker() {
    Lines.write(
        file,
        "{'chosen':'\\n\\nHuman: Hi\\n\\nAssistant: Yo\\n\\nHuman: Why?\\n\\nAssistant: So it is.',"
            + "'rejected':'\\n\\nHuman: Hi\\n\\nAssistant: Yo\\n\\nHuman: Why?\\n\\nAssistant: So.'}");
    assertEquals(
        List.of(
            pair(
                "\n\nHuman: Hi\n\nAssistant: Yo\n\nHuman: Why?\n\nAssistant:",
                " So it is.",
                " So.")),
        Lines.read(file, TRANSCRIPTS));
  }

  @Test
  void transcripts_thatPartWithinALaterMarker_partBehindAnEarlierOne() {
    Lines.write(
        file, "{'chosen':'A Assistant: x Assistant:1','rejected':'A Assistant: x Assistant;2'}");
    assertEquals(
        List.of(pair("A Assistant:", " x Assistant:1", " x Assistant;2")),
        Lines.read(file, TRANSCRIPTS));
  }

  @Test
  void transcripts_thatPartRightBehindTheMarker_keepIt() {
    Lines.write(file, "{'chosen':'Assistant:x','rejected':'Assistant:y'}");
    assertEquals(List.of(pair("Assistant:", "x", "y")), Lines.read(file, TRANSCRIPTS));
  }

  @Test
  void transcript_thatContinuesTheOther_isDroppedAndCounted() {
    Lines.write(
        file,
        "{'chosen':'Assistant: x','rejected':'Assistant: x y'}",
        "{'chosen':'Assistant: x y','rejected':'Assistant: x'}",
        "{'chosen':'Assistant: x','rejected':'Assistant: x'}",
        "{'chosen':'','rejected':'Assistant: x'}",
        "{'chosen':'Assistant: x','rejected':'Assistant: y'}");
    ReadReport report = Lines.report(file, TRANSCRIPTS);
    assertEquals(
        new ReadReport(1, Map.of(DropReason.TRANSCRIPT_IS_PREFIX, 4L), 0, List.of()), report);
    assertEquals(5, report.lines());
  }

  @Test
  void transcripts_withoutASharedMarker_areBad() {
    Lines.write(file, "{'chosen':'Human: a Assistant: x','rejected':'Human: b Assistant: y'}");
    assertBad(
        TRANSCRIPTS,
        "chosen: expected 'Assistant:' in what it shares with 'rejected',"
            + " found \"Human: a Assistant: x\"");
  }

  @Test
  void texts_becomeAPairWithTheChosenFirst_andFurtherKeysArePassedOver() {
    Lines.write(file, "{'source':{'a':[1]},'rejected':'no','prompt':' Q? ','chosen':''}");
    assertEquals(List.of(pair(" Q? ", "", "no")), Lines.read(file, TEXTS));
  }

  @Test
  void identicalResponses_areDropped() {
    Lines.write(file, "{'prompt':'Q','chosen':'x','rejected':'x'}");
    assertEquals(1, Lines.report(file, TEXTS).dropped(DropReason.IDENTICAL_RESPONSES));
  }

  @Test
  void conversations_withAPrompt_takeTheResponseOnly() {
    Lines.write(
        file,
        "{'prompt':[{'role':'user','content':'Q'}],'chosen':[{'role':'assistant','content':'x'}],"
            + "'rejected':[{'role':'assistant','content':'y'}]}",
        "{'prompt':'Q','chosen':[{'role':'assistant','content':'x'}],"
            + "'rejected':[{'role':'assistant','content':'y'}]}");
    assertEquals(List.of(pair("Q", "x", "y"), pair("Q", "x", "y")), all(CONVERSATIONS));
  }

  @Test
  void conversations_thatAreWhole_areCutBeforeTheLastTurn() {
    String turns =
        "[{'role':'system','content':'S'},{'role':'user','content':'Q'},"
            + "{'role':'assistant','content':'A'},{'role':'tool','content':'T'},"
            + "{'role':'assistant','content':'%s'}]";
    String both = "'chosen':" + turns.formatted("x") + ",'rejected':" + turns.formatted("y");
    Lines.write(
        file,
        "{" + both + "}",
        "{'prompt':'Q'," + both + "}",
        "{'prompt':[{'role':'system','content':'S'},{'role':'user','content':'Q'}]," + both + "}");
    Preference expected = pair("System: S\n\nUser: Q\n\nAssistant: A\n\nTool: T", "x", "y");
    assertEquals(List.of(expected, expected, expected), all(CONVERSATIONS));
  }

  @Test
  void conversations_loneTurnThatIsNotTheUsers_isTagged() {
    Lines.write(
        file,
        "{'chosen':[{'role':'system','content':'S'},{'role':'assistant','content':'x'}],"
            + "'rejected':[{'role':'system','content':'S'},{'role':'assistant','content':'y'}]}");
    assertEquals(List.of(pair("System: S", "x", "y")), all(CONVERSATIONS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'chosen':[{'role':'user','content':'x'}]|'rejected':[{'role':'assistant','content':'y'}]"
            + "|chosen: expected a last turn of the assistant, found an array",
        "'chosen':[{'role':'assistant','content':'x'}]|'rejected':[{'role':'user','content':'y'}]"
            + "|rejected: expected a last turn of the assistant, found an array",
        "'chosen':[{'role':'assistant','content':'x'}]"
            + "|'rejected':[{'role':'assistant','content':'y'}]"
            + "|prompt: expected turns before the response, found no such key",
        "'chosen':[{'role':'user','content':'a'},{'role':'assistant','content':'x'}]"
            + "|'rejected':[{'role':'user','content':'b'},{'role':'assistant','content':'y'}]"
            + "|rejected: expected the turns of 'chosen' before the last, found an array",
        "'prompt':'b','chosen':[{'role':'user','content':'a'},{'role':'assistant','content':'x'}]"
            + "|'rejected':[{'role':'user','content':'a'},{'role':'assistant','content':'y'}]"
            + "|prompt: expected turns that 'chosen' has too, or only a response there, found \"b\"",
        "'chosen':[{'role':'assistant'}]|'rejected':[{'role':'assistant','content':'y'}]"
            + "|chosen[0].content: expected a string, found no such key",
        "'chosen':[{'role':'human','content':'x'}]|'rejected':[]"
            + "|chosen[0].role: expected one of [system, user, assistant, tool], found \"human\"",
        "'chosen':[]|'rejected':[]|chosen: expected at least 1 element, found 0",
        "'chosen':['x']|'rejected':[]|chosen[0]: expected an object, found \"x\"",
        "'chosen':'x'|'rejected':[]|chosen: expected an array, found \"x\"",
      })
  void conversations_ofAnotherForm_areBad(String first, String second, String reason) {
    Lines.write(file, "{" + first + "," + second + "}");
    assertBad(CONVERSATIONS, reason);
  }

  @Test
  void posts_areKeptAboveTheRatioOnly() {
    String post =
        "{'history':'Q','human_ref_A':'a','human_ref_B':'b','labels':%s,'score_ratio':%s}";
    Lines.write(
        file,
        post.formatted("1", "2.0001"),
        post.formatted("0", "3"),
        post.formatted("1", "2.0"),
        post.formatted("0", "1e0"));
    assertEquals(List.of(pair("Q", "a", "b"), pair("Q", "a", "b", 0)), all(POSTS));
    assertEquals(2, Lines.report(file, POSTS).dropped(DropReason.LOW_SCORE_RATIO));
    assertEquals(4, Lines.read(file, PreferenceFormat.posts(Lines.GUIDELINE, 0)).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2|3|labels: expected 0 or 1, found 2",
        "0.5|3|labels: expected 0 or 1, found 0.5",
        "true|3|labels: expected a number, found true",
        "1|'3'|score_ratio: expected a number, found \"3\"",
        "1|null|score_ratio: expected a number, found null",
        "1|1e999|score_ratio: expected a number that a double holds, found",
      })
  void posts_ofAnotherForm_areBad(String label, String ratio, String reason) {
    Lines.write(
        file,
        "{'history':'Q','human_ref_A':'a','human_ref_B':'b','labels':%s,'score_ratio':%s}"
            .formatted(label, ratio));
    assertBad(POSTS, reason);
  }

  @ParameterizedTest
  @CsvSource({"-0.1", "NaN", "Infinity"})
  void posts_withARatioOutOfRange_areRefused(double ratio) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> PreferenceFormat.posts(Lines.GUIDELINE, ratio));
    assertEquals(
        "score ratio: expected a finite number of 0 or more, found " + ratio, error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'format':'salmon4j-preference-1','prompt':'Q'}|examples",
        "{'history':'Q','human_ref_A':'a'}|posts",
        "{'prompt':[],'chosen':[]}|conversations",
        "{'prompt':'Q','chosen':'x'}|texts",
        "{'chosen':'x','rejected':'y'}|transcripts",
      })
  void detect_knowsAShapeByItsKeys(String line, String name) {
    Lines.write(file, "", line, "not JSON");
    assertEquals(name, PreferenceFormat.detect(file, Lines.GUIDELINE).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'question':'Q'}|:1: chosen: expected one of the keys [format, human_ref_A, chosen],"
            + " found no such key",
        "[]|:1: line: expected an object, found an array",
        "``|: expected a line, found none",
      })
  void detect_ofAnotherShape_isRefused(String line, String reason) {
    Lines.write(file, line);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> PreferenceFormat.detect(file, Lines.GUIDELINE));
    assertEquals(file + reason, error.getMessage());
  }

  private List<Preference> all(PreferenceFormat format) {
    return Lines.read(file, format);
  }

  private void assertBad(PreferenceFormat format, String reason) {
    ReadReport report = Lines.report(file, format);
    assertEquals(1, report.bad());
    String found = report.firstBad().get(0).reason();
    assertEquals(reason, found.substring(0, Math.min(found.length(), reason.length())));
  }

  private static Preference pair(String prompt, String first, String second) {
    return pair(prompt, first, second, 1);
  }

  private static Preference pair(String prompt, String first, String second, double probability) {
    ResponsePair pair = new ResponsePair(Prompt.of(prompt), first, second);
    return new Preference(pair, Lines.GUIDELINE, probability);
  }
}
