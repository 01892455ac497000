package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.data.PromptFilter.Repetition;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptDataTest {

  private static final PromptFilter ALL = new PromptFilter(0, Integer.MAX_VALUE, Repetition.KEEP);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("prompts.jsonl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt':'Q','text':'T','instruction':'I','messages':[]}|Q",
        "{'text':'T','instruction':'I','messages':[]}|I",
        "{'text':'T','messages':[]}|T",
        "{'instruction':'I','input':''}|I",
        "{'instruction':'I','input':' .'}|I<blank line> .",
        "{'instruction':'I','input':'some input'}|I<blank line>some input",
        "{'prompt':'Q','input':'not joined'}|Q",
        "{'messages':[{'role':'system','content':'S'},{'role':'user','content':'first'},"
            + "{'role':'assistant','content':'A'},{'role':'user','content':'second'}]}|first",
        "{'prompt':[{'role':'user','content':'Q'}]}|Q",
      })
  void line_givesThePromptUnderTheSurestKey(String line, String text) {
    Lines.write(file, line);
    assertEquals(List.of(Prompt.of(text.replace("<blank line>", "\n\n"))), read(ALL));
  }

  @Test
  void kindAndMultiplier_areTakenOrDefault() {
    Lines.write(
        file,
        "{'prompt':'Q','kind':'REASONING'}",
        "{'prompt':'Q','lengthMultiplier':3}",
        "{'prompt':'Q','kind':'RED_TEAMING','lengthMultiplier':-1e-3}");
    assertEquals(
        List.of(
            Prompt.of("Q", PromptKind.REASONING),
            new Prompt("Q", PromptKind.GENERAL, 3),
            new Prompt("Q", PromptKind.RED_TEAMING, -1e-3)),
        read(ALL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'question':'Q'}|prompt: expected one of the keys [prompt, instruction, text, messages],"
            + " found no such key",
        "{'messages':[{'role':'system','content':'S'}]}"
            + "|messages: expected a user's turn, found an array",
        "{'prompt':7,'text':'T'}|prompt: expected a string, found 7",
        "{'prompt':'Q','kind':'REDTEAM'}"
            + "|kind: expected one of [GENERAL, REASONING, RED_TEAMING], found \"REDTEAM\"",
        "{'prompt':'Q','lengthMultiplier':'1'}"
            + "|lengthMultiplier: expected a number, found \"1\"",
        "{'prompt':''}|prompt text: expected some text, found blank",
      })
  void line_ofAnotherForm_isBad(String line, String reason) {
    Lines.write(file, line);
    ReadReport report = report(ALL);
    assertEquals(List.of(new BadLine(1, reason)), report.firstBad());
  }

  @Test
  void repeatedTexts_areDropped_whateverTheirKind() {
    Lines.write(
        file,
        "{'prompt':'Q'}",
        "{'prompt':'Q','kind':'REASONING'}",
        "{'prompt':'q'}",
        "{'prompt':'Q '}",
        "{'text':'Q'}");
    assertEquals(
        List.of(Prompt.of("Q"), Prompt.of("q"), Prompt.of("Q ")), read(PromptFilter.distinct()));
    assertEquals(2, report(PromptFilter.distinct()).dropped(DropReason.DUPLICATE));
    assertEquals(5, read(ALL).size());
  }

  @Test
  void length_countsUnicodeCharacters_withinLimits_beforeRepetition() {
    Lines.write(
        file,
        "{'prompt':'1'}",
        "{'prompt':'\ud83d\ude00\ud83d\ude00'}",
        "{'prompt':'333'}",
        "{'prompt':'4444'}",
        "{'prompt':'4444'}",
        "{'prompt':'333'}");
    PromptFilter filter = new PromptFilter(2, 3, Repetition.DROP);
    assertEquals(List.of(Prompt.of("\ud83d\ude00\ud83d\ude00"), Prompt.of("333")), read(filter));
    assertEquals(
        Map.of(DropReason.TOO_SHORT, 1L, DropReason.TOO_LONG, 2L, DropReason.DUPLICATE, 1L),
        report(filter).dropped());
    assertEquals(6, report(filter).lines());
  }

  @ParameterizedTest
  @CsvSource({"-1,3", "4,3"})
  void filter_withLimitsOutOfOrder_isRefused(int min, int max) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new PromptFilter(min, max, Repetition.KEEP));
    assertEquals(
        "prompt characters: expected 0 <= min <= max, found " + min + " and " + max,
        error.getMessage());
  }

  private List<Prompt> read(PromptFilter filter) {
    try (JsonLines<Prompt> data = PromptData.open(file, filter, ReadSettings.defaults())) {
      return Lines.all(data);
    }
  }

  private ReadReport report(PromptFilter filter) {
    try (JsonLines<Prompt> data = PromptData.open(file, filter, Lines.SKIP)) {
      Lines.all(data);
      return data.report();
    }
  }
}
