package io.github.salmon4j.core.labeling;

import io.github.salmon4j.Monitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that labels into a log and says so in lines on its standard output. */
final class LabelProcess {

  static final int PAIRS = 400;

  private LabelProcess() {}

  /** The argument is the log. */
  public static void main(String[] arguments) {
    Judge judge = judge();
    try (LabelLog log =
        LabelLog.open(Path.of(arguments[0]), judge.identity("hash model", Pairs.PRINCIPLES))) {
      System.out.println("from " + log.size());
      new LabelRun(judge, log).label(Pairs.pairs(PAIRS), Pairs.PRINCIPLES, Monitor.none());
      System.out.println("to " + log.size());
    }
  }

  static Judge judge() {
    return new Judge(new HashModel(), new JudgeSettings(1536, 7000));
  }

  static Process start(Path log) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-cp",
            classPath,
            LabelProcess.class.getName(),
            log.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
