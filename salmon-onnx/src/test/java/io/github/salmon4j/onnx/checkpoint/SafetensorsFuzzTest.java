package io.github.salmon4j.onnx.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds arbitrary bytes to the safetensors reader: the outcome is a list of tensors inside the file
 * or a {@link ModelFormatException}, nothing else.
 *
 * <p>The ordinary build replays the seeds. A long run, guided by coverage, of one method at a time:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 mvn -pl salmon-onnx -am test -Dtest='SafetensorsFuzzTest#header*' \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class SafetensorsFuzzTest {

  private static final byte[] FOUR = new byte[4];

  static Stream<Arguments> files() {
    return Stream.of(
            new byte[0],
            new SafetensorsBytes().build(),
            new SafetensorsBytes().add("a", "F32", List.of(1L), FOUR).build(),
            SafetensorsBytes.file("{\"__metadata__\":{\"format\":\"pt\"}}  ", new byte[0]))
        .map(Arguments::of);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
            "",
            "{}  ",
            "{\"__metadata__\":{\"format\":\"pt\"}}",
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"b\":{\"dtype\":\"F4\",\"shape\":[3,2],\"data_offsets\":[1,4]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807,8],\"data_offsets\":[4,0]}}")
        .map(header -> Arguments.of(header.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "10m")
  void file_arbitraryBytes_tensorsOrModelFormatException(byte[] bytes) {
    read(bytes);
  }

  /** Spares the fuzzer the work of guessing the length that must stand before the header. */
  @MethodSource("headers")
  @FuzzTest(maxDuration = "10m")
  void header_arbitraryBytes_tensorsOrModelFormatException(byte[] header) {
    read(SafetensorsBytes.file(header, FOUR));
  }

  private static void read(byte[] bytes) {
    SafetensorsFile file;
    try {
      file = SafetensorsBytes.read(bytes);
    } catch (ModelFormatException expected) {
      return;
    }
    boolean[] covered = new boolean[bytes.length];
    Arrays.fill(covered, 0, 8 + file.header().length, true);
    for (StoredTensor tensor : file.tensors().values()) {
      for (long i = 0; i < tensor.byteLength(); i++) {
        int at = Math.toIntExact(tensor.offset() + i);
        if (covered[at]) {
          throw new AssertionError(tensor + " overlaps at byte " + at);
        }
        covered[at] = true;
      }
    }
    for (boolean byteCovered : covered) {
      if (!byteCovered) {
        throw new AssertionError("bytes that belong to no tensor");
      }
    }
  }
}
