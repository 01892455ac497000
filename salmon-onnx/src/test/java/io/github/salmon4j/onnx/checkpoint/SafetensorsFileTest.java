package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

  @TempDir Path folder;

  private static String entry(String name, String type, String shape, String span) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, type, shape, span);
  }

  private static ModelFormatException refused(String where, String found, String header, int data) {
    return assertFault(
        where, found, () -> SafetensorsBytes.read(SafetensorsBytes.file(header, new byte[data])));
  }

  @Test
  void open_twoTensors_placesCountFromTheFilesStart() throws Exception {
    Path path = folder.resolve("a.safetensors");
    new SafetensorsBytes()
        .add("x", ElementType.F32, List.of(2L, 1L), 1, 2)
        .add("y", ElementType.BF16, List.of(), 3)
        .write(path);
    SafetensorsFile file = SafetensorsFile.open(path);
    long start = 8L + file.header().length;
    assertEquals(
        List.of(
            new StoredTensor("x", StoredType.F32, List.of(2L, 1L), path.toRealPath(), start, 8),
            new StoredTensor("y", StoredType.BF16, List.of(), path.toRealPath(), start + 8, 2)),
        List.copyOf(file.tensors().values()));
  }

  @Test
  void open_noFile_isFault() {
    assertFault("file", "nothing", () -> SafetensorsFile.open(folder.resolve("none")));
  }

  @Test
  void open_folder_isIoFailure() {
    assertThrows(UncheckedIOException.class, () -> SafetensorsFile.open(folder));
  }

  @Test
  void read_noTensors_isValid() {
    assertTrue(SafetensorsBytes.read(new SafetensorsBytes().build()).tensors().isEmpty());
  }

  @Test
  void read_paddedHeader_isValid() {
    byte[] bytes = SafetensorsBytes.file("{\"__metadata__\":{\"a\":\"b\"}}   \n", new byte[0]);
    assertTrue(SafetensorsBytes.read(bytes).tensors().isEmpty());
  }

  @Test
  void read_orderOfHeaderOtherThanOfData_isValid() {
    String header = "{" + entry("b", "U8", "[1]", "[2,3]") + "," + entry("a", "I8", "[2]", "[0,2]");
    byte[] bytes = SafetensorsBytes.file(header + "}", new byte[3]);
    assertEquals(List.of("b", "a"), List.copyOf(SafetensorsBytes.read(bytes).tensors().keySet()));
  }

  @Test
  void read_emptyTensorsAnywhere_areValid() {
    String header =
        "{"
            + String.join(
                ",",
                entry("a", "F32", "[0,3]", "[0,0]"),
                entry("b", "F32", "[1]", "[0,4]"),
                entry("c", "F32", "[0]", "[4,4]"))
            + "}";
    assertEquals(
        3, SafetensorsBytes.read(SafetensorsBytes.file(header, new byte[4])).tensors().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void read_shorterThanALength_isFault(int size) {
    assertFault("length", size + " bytes", () -> SafetensorsBytes.read(new byte[size]));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void read_headerLengthBeyondTheFile_isFaultWithoutAllocation(long length) {
    byte[] bytes =
        ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length).array();
    assertFault("byte 0", Long.toUnsignedString(length), () -> SafetensorsBytes.read(bytes));
  }

  @Test
  void open_headerAboveTheFormatsLimit_isFault() throws Exception {
    Path path = folder.resolve("sparse.safetensors");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(100_000_100);
      file.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 100_000_001).array());
    }
    assertFault("byte 0", "100000001", () -> SafetensorsFile.open(path));
  }

  @Test
  void read_malformedUtf8_isFault() {
    byte[] header = "{\"?\":1}".getBytes(StandardCharsets.UTF_8);
    header[2] = (byte) 0xff;
    assertFault(
        "text",
        "malformed",
        () -> SafetensorsBytes.read(SafetensorsBytes.file(header, new byte[0])));
  }

  @Test
  void read_utf16_isFault() {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_16LE);
    assertThrows(
        ModelFormatException.class,
        () -> SafetensorsBytes.read(SafetensorsBytes.file(header, new byte[0])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{}}", "{} {}", "{\"a\":}", "{\"a\":{},}", "{'a':{}}", "{\"a\":NaN}"})
  void read_malformedJson_isFault(String header) {
    refused("JSON", "", header, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " {}", "[]", "1"})
  void read_noObjectAtOnce_isFault(String header) {
    refused("byte 8", "", header, 0);
  }

  @Test
  void read_deepNesting_isFault() {
    refused("JSON", "", "{\"a\":" + "[".repeat(100_000), 0);
  }

  @Test
  void read_sameNameTwice_isFault() {
    String tensor = entry("twin", "U8", "[1]", "[0,1]");
    refused("JSON", "twin", "{" + tensor + "," + tensor + "}", 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a                          | {'a':1}",
        "a                          | {'a':null}",
        "a.dtype                    | {'a':{}}",
        "a.dtype                    | {'a':{'dtype':32,'shape':[],'data_offsets':[0,4]}}",
        "a.dtype                    | {'a':{'dtype':'F33','shape':[],'data_offsets':[0,4]}}",
        "a.shape                    | {'a':{'dtype':'F32','data_offsets':[0,4]}}",
        "a.shape                    | {'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}",
        "a.shape                    | {'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}",
        "a.shape                    | {'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}",
        "a.shape                    | {'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
        "a.data_offsets             | {'a':{'dtype':'F32','shape':[1]}}",
        "a.data_offsets             | {'a':{'dtype':'F32','shape':[1],'data_offsets':null}}",
        "a.data_offsets             | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}",
        "a.data_offsets             | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}}",
        "a.keys | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'strides':[1]}}",
        "a.keys | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'strides':null}}",
        "__metadata__               | {'__metadata__':'pt'}",
        "__metadata__.step          | {'__metadata__':{'step':1}}",
        "__metadata__.step          | {'__metadata__':{'step':null}}"
      })
  void read_fieldsOfTheWrongType_areFaults(String where, String header) {
    refused(where, "", header.replace('\'', '"'), 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[9223372036854775807,9223372036854775807]",
        "[4611686018427387904,4]",
        "[1152921504606846976]",
        "[4611686018427387904,4,0]",
        "[18446744073709551615]",
        "[99999999999999999999999999]"
      })
  void read_overflowingShape_isFault(String shape) {
    refused("a.shape", "", "{" + entry("a", "F32", shape, "[0,4]") + "}", 4);
  }

  @ParameterizedTest
  @CsvSource({"'[4,0]'", "'[0,5]'", "'[0,9223372036854775807]'", "'[4,8]'", "'[0,3]'", "'[0,0]'"})
  void read_offsetsThatDoNotFit_areFaults(String span) {
    refused("a.data_offsets", "", "{" + entry("a", "F32", "[1]", span) + "}", 4);
  }

  @Test
  void read_overlap_isFault() {
    String header =
        "{" + entry("a", "U8", "[3]", "[0,3]") + "," + entry("b", "U8", "[2]", "[2,4]") + "}";
    refused("b.data_offsets", "byte", header, 4);
  }

  @Test
  void read_sameSpanTwice_isFault() {
    String header =
        "{" + entry("a", "U8", "[4]", "[0,4]") + "," + entry("b", "U8", "[4]", "[0,4]") + "}";
    refused("b.data_offsets", "byte", header, 4);
  }

  @Test
  void read_hole_isFault() {
    String header =
        "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("b", "U8", "[1]", "[2,3]") + "}";
    refused("b.data_offsets", "byte", header, 3);
  }

  @Test
  void read_dataBeforeTheFirstTensor_isFault() {
    refused("a.data_offsets", "byte", "{" + entry("a", "U8", "[1]", "[1,2]") + "}", 2);
  }

  @Test
  void read_dataAfterTheLastTensor_isFault() {
    refused("byte", "2 more bytes", "{" + entry("a", "U8", "[1]", "[0,1]") + "}", 3);
  }

  @Test
  void read_halfBytes_mustAddUp() {
    byte[] even =
        SafetensorsBytes.file("{" + entry("a", "F4", "[3,2]", "[0,3]") + "}", new byte[3]);
    assertEquals(3, SafetensorsBytes.read(even).tensors().get("a").byteLength());
    refused("a.shape", "12 bits", "{" + entry("a", "F4", "[3]", "[0,2]") + "}", 2);
  }

  @ParameterizedTest
  @EnumSource
  void asWeight_onlyFloatsOfUpTo32Bits(StoredType type) {
    StoredTensor tensor = new StoredTensor("t", type, List.of(8L), Path.of("f"), 0, type.bits());
    if (List.of(StoredType.F32, StoredType.F16, StoredType.BF16).contains(type)) {
      assertEquals(type.name(), tensor.asWeightOfAnyShape().type().name());
      assertTrue(tensor.isWeight());
    } else {
      assertFault("t", "type " + type, tensor::asWeightOfAnyShape);
    }
  }

  @Test
  void header_isACopy() {
    SafetensorsFile file = SafetensorsBytes.read(new SafetensorsBytes().build());
    file.header()[0] = 0;
    assertArrayEquals("{}".getBytes(StandardCharsets.UTF_8), file.header());
  }

  @Test
  void open_throughLinks_namesTheRealFile() throws Exception {
    Path real = folder.resolve("real.safetensors");
    new SafetensorsBytes().add("x", ElementType.F32, List.of(), 1).write(real);
    Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), real);
    assertEquals(real.toRealPath(), SafetensorsFile.open(link).tensors().get("x").file());
  }
}
