package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a user gets wrong: exit code 2, one line that says what, and no stack trace. */
class QuickstartFailuresTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --principles nowhere.json         | found no nowhere.json
          --model nowhere                   | nowhere: folder: expected a checkpoint folder, found none
          --adapter nowhere                 | expected --model too
          --prompt Fish?                    | expected --prompt and --response together
          --response Yes.                   | expected --prompt and --response together
          --device gpu                      | expected cpu or cuda:N, found 'gpu'
          --device cuda:                    | expected cpu or cuda:N
          --threads -1                      | threads: expected 0 or more, found -1
          --threads many                    | 'many' is not an int
          --colour blue                     | Unknown option
          fish                              | Unmatched argument
          --model                           | Missing required parameter
          """)
  void options_wrong_areSaidInOneLine(String args, String message) {
    assertFailure(message, args.split(" ", -1));
  }

  @Test
  void prompt_blank_isSaid() {
    assertFailure(
        "prompt text: expected some text, found blank", "--prompt", " ", "--response", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                 | line 1
          []                                                | expected at least 1 principle, found 0
          [{"dimension": "Short"}]                          | definition
          [{"dimension": "a", "definition": "b", "age": 1}] | an unknown key
          {"format": "salmon4j-principles-2"}               | expected "salmon4j-principles-1"
          """)
  void principles_malformed_namesFileAndPlace(String json, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), json);
    String line = assertFailure(message, "--principles", file.toString());
    assertTrue(line.contains("p.json"), line);
  }

  @Test
  void principles_folder_isSaid() {
    assertFailure(folder.getFileName().toString(), "--principles", folder.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "LlamaForSequenceClassification" | "GPT2LMHeadModel"  | architectures: expected one of
          "LlamaForSequenceClassification" | "LlamaForCausalLM" | expected
          {"0": "reward"}                  | {"0": "a", "1": "b"} | one label
          "hidden_act": "silu"             | "hidden_act": "gelu" | hidden_act
          "rope_theta": 10000.0            | "rope_scaling": {"type": "yarn", "factor": 2.0} | rope_type
          {                                | [                  | config.json
          """)
  void model_unsupported_isNamed(String before, String after, String message) throws IOException {
    HeadedCheckpoint.write(folder);
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(before, after));
    assertFailure(message, "--model", folder.toString());
  }

  @Test
  void model_withoutTokenizerOrWeights_isNamed() throws IOException {
    HeadedCheckpoint.write(folder);
    Files.delete(folder.resolve("tokenizer.json"));
    assertFailure("tokenizer.json", "--model", folder.toString());
    Files.delete(folder.resolve("model.safetensors"));
    assertFailure("model.safetensors", "--model", folder.toString());
  }

  @Test
  void adapter_missing_isNamed() throws IOException {
    HeadedCheckpoint.write(folder);
    assertFailure("adapter_config.json", "--model", folder.toString(), "--adapter", "nowhere");
  }

  @Test
  void principles_moreThanTheContext_areNotCutSilently() throws IOException {
    String line = "x".repeat(5000);
    Path file =
        Files.writeString(
            folder.resolve("p.json"),
            "[{\"dimension\": \"Long\", \"definition\": \"" + line + "\"}]");
    assertFailure("tokens", "--principles", file.toString());
  }

  @Command(name = "broken")
  private static final class Broken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("a bug");
    }
  }

  @Test
  void bug_keepsItsStackTrace() {
    StringWriter err = new StringWriter();
    CommandLine command = Commands.of(new Broken());
    assertEquals(1, command.setErr(new PrintWriter(err)).execute());
    assertTrue(err.toString().contains("\tat "), err.toString());
  }

  private static String assertFailure(String message, String... args) {
    Run run = Run.of(args);
    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("quickstart: "), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertFalse(run.out().contains("Score under"), run.out());
    return run.err();
  }
}
