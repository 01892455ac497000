package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.principles.PrincipleJson;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardBreakdown;
import io.github.salmon4j.reward.RewardModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that README.md shows is the code between the marks below, and it runs. */
class ReadmeSnippetTest {

  private static final Path README = Path.of("..", "..", "README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/salmon4j/aquarium/ReadmeSnippetTest.java");

  @TempDir Path folder;

  private static void snippet(Path folder) {
    // README begins
    Principle concise = Principle.of("Concise", "Use few words.", "Use many words.");
    Principle honest = Principle.of("Honest", "Admit what you do not know.", "Never admit doubt.");
    Guideline guideline = Guideline.of(concise, honest);
    Prompt prompt = Prompt.of("What color is the fox?");
    String response = "The fox is red.";

    try (RewardModel model = OnnxRewardModel.open(folder)) {
      double score = model.score(prompt, response, guideline);
      double opposite = model.score(prompt, response, guideline.negated());
      System.out.printf("%.2f under both, %.2f under their opposites%n", score, opposite);
      for (RewardBreakdown.Part part : model.breakdown(prompt, response, guideline).parts()) {
        System.out.printf("%.2f under: %s%n", part.score().value(), part.principle().text());
      }
    }
    // README ends
  }

  @Test
  void readme_firstJavaBlock_isTheSnippet() throws IOException {
    List<String> lines = snippetLines();
    assertTrue(lines.size() >= 12 && lines.size() <= 15, lines.size() + " lines");
    assertEquals(String.join("\n", lines), firstBlock("java"));
  }

  @Test
  void snippet_checkpoint_printsScores() throws IOException {
    HeadedCheckpoint.write(folder);
    List<String> printed = printedBy(() -> snippet(folder)).lines().toList();
    assertEquals(3, printed.size());
    assertTrue(printed.get(0).contains(" under both, "), printed.get(0));
    assertTrue(printed.get(1).endsWith(" under: Use few words."), printed.get(1));
    assertTrue(printed.get(2).endsWith(" under: Admit what you do not know."), printed.get(2));
  }

  @Test
  void readme_json_isASetOfPrinciples() throws IOException {
    assertTrue(PrincipleJson.parse(firstBlock("json")).size() > 0);
  }

  private static List<String> snippetLines() throws IOException {
    List<String> source = Files.readAllLines(SOURCE);
    int begin = source.indexOf("    // README begins");
    int end = source.indexOf("    // README ends");
    return String.join("\n", source.subList(begin + 1, end)).stripIndent().lines().toList();
  }

  private static String firstBlock(String language) throws IOException {
    List<String> readme = Files.readAllLines(README);
    int begin = readme.indexOf("```" + language);
    assertTrue(begin >= 0, "README.md has a block of " + language);
    List<String> rest = readme.subList(begin + 1, readme.size());
    return String.join("\n", rest.subList(0, rest.indexOf("```")));
  }

  private static String printedBy(Runnable action) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
