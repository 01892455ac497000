package io.github.salmon4j.onnx.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for what ONNX Runtime's CUDA provider needs, because its own error does not say which
 * library is missing. Linux only; elsewhere nothing counts as missing.
 */
final class CudaLibraries {

  /** What the provider of ONNX Runtime 1.28 is linked against. */
  private static final List<String> NEEDED =
      List.of(
          "libcuda.so.1",
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcufft.so.11",
          "libcurand.so.10",
          "libcudnn.so.9");

  private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");

  private CudaLibraries() {}

  /** {@return the names of needed libraries that the loader would not find} */
  static List<String> missing() {
    if (!Files.exists(LOADER_CACHE)) {
      return List.of();
    }
    String cached = loaderCache();
    return NEEDED.stream().filter(name -> !cached.contains(name) && !onPath(name)).toList();
  }

  private static boolean onPath(String name) {
    String path = System.getenv("LD_LIBRARY_PATH");
    return path != null
        && Stream.of(path.split(":"))
            .filter(folder -> !folder.isEmpty())
            .anyMatch(folder -> Files.exists(Path.of(folder, name)));
  }

  /** The cache holds the names of the libraries as plain text between other bytes. */
  private static String loaderCache() {
    try {
      return new String(Files.readAllBytes(LOADER_CACHE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
