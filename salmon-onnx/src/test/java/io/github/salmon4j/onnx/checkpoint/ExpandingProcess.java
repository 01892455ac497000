package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Another JVM, with little memory, that expands a checkpoint and prints where the copy is. */
final class ExpandingProcess {

  private ExpandingProcess() {}

  /** Expands the checkpoint of the first argument into the cache folder of the second. */
  public static void main(String[] arguments) {
    Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
    Checkpoint copy = checkpoint.asFloat32(Path.of(arguments[1]));
    System.out.println(copy.tensor("model.norm.weight", 4).file());
  }

  static Process start(Path checkpoint, Path cache) {
    String classPath =
        Stream.of(Checkpoint.class, ExpandingProcess.class, JsonMapper.class, JsonParser.class)
            .map(type -> type.getProtectionDomain().getCodeSource())
            .map(ExpandingProcess::path)
            .distinct()
            .collect(Collectors.joining(System.getProperty("path.separator")))
            .concat(System.getProperty("path.separator"))
            .concat(System.getProperty("surefire.test.class.path", ""))
            .concat(System.getProperty("path.separator"))
            .concat(System.getProperty("java.class.path"))
            .concat(System.getProperty("path.separator"))
            .concat(System.getProperty("jdk.module.path", ""));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx24m",
            "-cp",
            classPath,
            ExpandingProcess.class.getName(),
            checkpoint.toString(),
            cache.toString());
    try {
      return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(CodeSource source) {
    return Path.of(URI.create(source.getLocation().toString())).toString();
  }
}
