package io.github.salmon4j.aquarium.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A resource of headings, each with the indented lines below it; '#' begins a comment line.
 *
 * @param sections the lines, stripped, by heading, in the order of the file
 */
record Sections(Map<String, List<String>> sections) {

  Sections {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    sections.forEach((heading, lines) -> copy.put(heading, List.copyOf(lines)));
    sections = Collections.unmodifiableMap(copy);
  }

  /** {@return the lines below a heading} */
  List<String> of(String heading) {
    List<String> lines = sections.get(heading);
    if (lines == null) {
      throw new IllegalArgumentException(
          "heading: expected one of " + sections.keySet() + ", found " + heading);
    }
    return lines;
  }

  /** {@return the sections of a resource of this package} */
  static Sections read(String resource) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : text(resource).lines().filter(l -> !l.startsWith("#")).toList()) {
      if (line.startsWith(" ")) {
        current.add(line.strip());
      } else if (!line.isBlank()) {
        current = new ArrayList<>();
        sections.put(line.strip(), current);
      }
    }
    return new Sections(sections);
  }

  private static String text(String resource) {
    try (InputStream in = Sections.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
