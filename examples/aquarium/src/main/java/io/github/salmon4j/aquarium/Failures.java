package io.github.salmon4j.aquarium;

import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells what a user can mend, in one line, from what is a bug, with a stack trace. */
public final class Failures {

  /** Exit code for what a user can mend. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  private Failures() {}

  /**
   * Makes a command report wrong options and wrong files in one line of its error stream.
   *
   * @param command not yet run
   * @return the command
   */
  public static CommandLine inOneLine(CommandLine command) {
    return command
        .setParameterExceptionHandler((e, args) -> report(e.getCommandLine(), e))
        .setExecutionExceptionHandler(
            (e, failed, result) -> {
              if (isOfInput(e)) {
                return report(failed, e);
              }
              throw e;
            });
  }

  private static boolean isOfInput(Exception e) {
    return e instanceof ParameterException
        || e instanceof IllegalArgumentException
        || e instanceof UncheckedIOException
        || e instanceof OnnxRuntimeFailure;
  }

  private static int report(CommandLine command, Exception e) {
    command.getErr().println(command.getCommandName() + ": " + oneLine(e));
    return USAGE;
  }

  /** {@return what went wrong; an I/O failure's message is often only a path, so its kind too} */
  static String oneLine(Exception e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    Throwable cause = e.getCause();
    String kind =
        e instanceof UncheckedIOException && cause != null
            ? " (" + cause.getClass().getSimpleName() + ")"
            : "";
    return message.strip().replaceAll("\\s+", " ") + kind;
  }
}
