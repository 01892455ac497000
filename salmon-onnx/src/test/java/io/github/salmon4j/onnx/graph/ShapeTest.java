package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static final Dim B = Dim.symbol("B");
  private static final Dim T = Dim.symbol("T");

  @Test
  void dim_negativeAxis_countsBackward() {
    Shape shape = Shape.of(B, T, Dim.of(64));
    assertEquals(3, shape.rank());
    assertEquals(B, shape.dim(0));
    assertEquals(Dim.of(64), shape.dim(-1));
    assertEquals(B, shape.dim(-3));
  }

  @Test
  void dim_noSuchAxis_throws() {
    Shape shape = Shape.of(2, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> shape.dim(2));
    assertThrows(IndexOutOfBoundsException.class, () -> shape.dim(-3));
  }

  @Test
  void elements_symbols_isTheirProduct() {
    assertEquals(Dim.of(24), Shape.of(2, 3, 4).elements());
    assertEquals(B.times(T).times(Dim.of(64)), Shape.of(B, T, Dim.of(64)).elements());
    assertEquals(Dim.of(1), Shape.of(new long[0]).elements(), "a scalar");
    assertEquals(Dim.of(0), Shape.of(B, Dim.of(0)).elements());
  }

  @Test
  void with_axis_changesThatAxisOnly() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(Shape.of(2, 7, 4), shape.with(1, Dim.of(7)));
    assertEquals(Shape.of(Dim.of(2), Dim.of(3), T), shape.with(-1, T));
    assertEquals(Shape.of(2, 3, 4), shape);
  }

  @Test
  void constructor_listChangedLater_keepsItsSizes() {
    List<Dim> dims = new ArrayList<>(List.of(B, T));
    Shape shape = new Shape(dims);
    dims.set(0, T);
    assertEquals(Shape.of(B, T), shape);
    assertNotEquals(Shape.of(T, B), shape);
  }

  @Test
  void toString_sizes_showsThemInOrder() {
    assertEquals("[B, P+T, 64]", Shape.of(B, T.plus(Dim.symbol("P")), Dim.of(64)).toString());
    assertEquals("[]", Shape.of(new long[0]).toString());
  }
}
