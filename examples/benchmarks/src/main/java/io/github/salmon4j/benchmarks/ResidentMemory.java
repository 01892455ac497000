package io.github.salmon4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says this process holds, in MB. Linux only. */
final class ResidentMemory {

  private ResidentMemory() {}

  /** {@return the largest resident size so far} */
  static double peak() {
    return read("/proc/self/status", "VmHWM:");
  }

  /** {@return the resident size now} */
  static double now() {
    return read("/proc/self/status", "VmRSS:");
  }

  /** {@return this process's share of the pages it maps, each divided by who maps it} */
  static double proportional() {
    return read("/proc/self/smaps_rollup", "Pss:");
  }

  private static double read(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(file + ": expected a line " + key + ", found none");
  }
}
