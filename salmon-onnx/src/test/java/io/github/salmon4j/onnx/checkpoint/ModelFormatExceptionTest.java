package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelFormatExceptionTest {

  private final ModelFormatException fault =
      new ModelFormatException(Path.of("config.json"), "hidden_size", "1 or more", "0");

  @Test
  void message_namesEverything() {
    assertEquals("config.json: hidden_size: expected 1 or more, found 0", fault.getMessage());
  }

  @Test
  void parts_areKept() {
    assertEquals(Path.of("config.json"), fault.path());
    assertEquals("hidden_size", fault.where());
    assertEquals("1 or more", fault.expected());
    assertEquals("0", fault.found());
  }

  @Test
  void serialization_keepsParts() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(fault);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ModelFormatException copy = (ModelFormatException) in.readObject();
      assertEquals(fault.path(), copy.path());
      assertEquals(fault.getMessage(), copy.getMessage());
    }
  }
}
