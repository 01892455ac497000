package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void number_anySize_hasFourDigits() {
    List<Double> numbers =
        List.of(0.0, -0.0, 1.0, 0.1 + 0.2, -2.0 / 3, 99.996, 12_345.6, 1e-5, 2.5e-7, 1.5e9);
    assertEquals(
        List.of("0", "0", "1", "0.3", "-0.6667", "100", "12350", "0.00001", "2.5E-7", "1.5E+9"),
        numbers.stream().map(Figures::number).toList());
  }

  @Test
  void page_otherLocale_isTheSame() {
    Locale before = Locale.getDefault();
    String page = HtmlReport.of(Samples.results());
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals(page, HtmlReport.of(Samples.results()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void facts_ofThisProcess_areKnown() {
    for (Fact fact : Fact.ofThisProcess()) {
      assertFalse(fact.value().isBlank(), fact.name());
      assertFalse(fact.value().contains("unknown"), fact.name());
    }
  }
}
