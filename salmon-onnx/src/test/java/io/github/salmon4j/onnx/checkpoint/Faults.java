package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Asserts that something is refused, for the right reason. */
final class Faults {

  private Faults() {}

  /** Asserts that the fault is found at a place, and that what was found there is named. */
  static ModelFormatException assertFault(String where, String found, Executable action) {
    ModelFormatException fault = assertThrows(ModelFormatException.class, action);
    assertTrue(fault.where().contains(where), () -> "where: " + fault.getMessage());
    assertTrue(fault.found().contains(found), () -> "found: " + fault.getMessage());
    return fault;
  }
}
