package io.github.salmon4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program beside ours, run by the shell, that prints a line of JSON. */
final class Command {

  private Command() {}

  /** {@return what a command prints to its standard output} */
  static String output(String command) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": expected success, found " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@return a number by its key in a line of JSON} */
  static double number(String json, String key) {
    Matcher matcher = Pattern.compile('"' + key + "\":\\s*([0-9.]+)").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException(key + ": expected in the output, found " + json);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
