package io.github.salmon4j.aquarium;

import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How commands run: what a user can mend ends in one line, a bug in a stack trace. */
public final class Commands {

  /** Exit code for what a user can mend. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  private Commands() {}

  /**
   * Runs a command and, if it fails, ends the process with its exit code.
   *
   * @param command annotated for picocli
   * @param args its options; {@code --help} lists them
   */
  public static void run(Callable<Integer> command, String... args) {
    int code = of(command).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * A command that reports wrong options and wrong files in one line of its error stream.
   *
   * @param command annotated for picocli
   * @return the command, not yet run
   */
  public static CommandLine of(Callable<Integer> command) {
    return new CommandLine(command)
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
