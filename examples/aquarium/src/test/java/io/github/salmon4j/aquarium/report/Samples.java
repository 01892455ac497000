package io.github.salmon4j.aquarium.report;

import io.github.salmon4j.aquarium.report.Curve.Series;
import io.github.salmon4j.aquarium.report.Threshold.Side;
import java.util.Arrays;
import java.util.List;

/** Results with everything in them, hostile text included. */
final class Samples {

  static final String HOSTILE = "<script>alert(\"1\")</script> & 'x' | `y`\n</td>";

  private Samples() {}

  static Claim quantity(Threshold threshold, double... values) {
    List<Double> seeds = Arrays.stream(values).boxed().toList();
    return Claim.of("Statement.", "measure", "nats", seeds, threshold);
  }

  static Claim share(Threshold threshold, Share... shares) {
    return Claim.ofShares("Statement.", "measure", List.of(shares), threshold);
  }

  static Results results() {
    return new Results(
        HOSTILE,
        "mvn -q exec:java -Dexec.args=\"learn --seeds 2\"",
        List.of(
            share(Threshold.interval(Side.AT_LEAST, 0.1), new Share(180, 200), new Share(190, 200)),
            quantity(Threshold.mean(Side.BELOW, 1.0 / 3), 0.1, 0.7),
            Claim.of(HOSTILE, HOSTILE, HOSTILE, List.of(2.0), Threshold.interval(Side.ABOVE, 1))),
        List.of(
            new Curve(
                "Reward",
                "step",
                HOSTILE,
                List.of(
                    Series.ofSeeds(
                        HOSTILE,
                        List.of(0.0, 10.0, 20.0),
                        List.of(List.of(1.0, 2.0, 3.0), List.of(1.0, 4.0, 6.0))),
                    Series.of("reference", List.of(0.0, 20.0), List.of(1.5, 1.5))))),
        List.of(
            new SampleTable(
                HOSTILE, List.of("Prompt", HOSTILE), List.of(List.of("Fish?", HOSTILE)))),
        List.of(new Fact("Seeds", "0, 1"), new Fact(HOSTILE, HOSTILE)));
  }
}
