package io.github.salmon4j.core.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether any of some patterns occurs in a response. */
record PatternShare(String name, List<Pattern> patterns) implements Measure {

  PatternShare {
    Objects.requireNonNull(name, "name");
    patterns = List.copyOf(patterns);
  }

  @Override
  public Scale scale() {
    return Scale.SHARE;
  }

  @Override
  public OptionalDouble of(WatchedRollout rollout) {
    boolean found = patterns.stream().anyMatch(p -> p.matcher(rollout.text()).find());
    return OptionalDouble.of(found ? 1 : 0);
  }

  @Override
  public List<Span> spans(WatchedRollout rollout) {
    List<Span> spans = new ArrayList<>();
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(rollout.text());
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          spans.add(new Span(matcher.start(), matcher.end()));
        }
      }
    }
    return spans;
  }
}
