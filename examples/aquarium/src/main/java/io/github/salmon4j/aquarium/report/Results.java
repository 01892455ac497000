package io.github.salmon4j.aquarium.report;

import java.util.List;
import java.util.Objects;

/**
 * All that a run found, ready to be shown.
 *
 * @param title what was run
 * @param command the command that runs it again
 * @param claims claims with what was measured of them
 * @param curves curves to draw
 * @param tables samples to read
 * @param facts seeds, settings, wall time, machine, versions
 */
public record Results(
    String title,
    String command,
    List<Claim> claims,
    List<Curve> curves,
    List<SampleTable> tables,
    List<Fact> facts) {

  /** Checks and copies. */
  public Results {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(command, "command");
    claims = List.copyOf(claims);
    curves = List.copyOf(curves);
    tables = List.copyOf(tables);
    facts = List.copyOf(facts);
  }

  /** {@return how many claims got which verdict, in a sentence; what is only reported is none} */
  public String summary() {
    long held = claims.size() - count(Verdict.REPORTED);
    StringBuilder text = new StringBuilder("Of " + held + (held == 1 ? " claim, " : " claims, "));
    text.append(count(Verdict.HOLDS)).append(count(Verdict.HOLDS) == 1 ? " holds" : " hold");
    text.append(", ").append(count(Verdict.NOT_SHOWN)).append(" not shown");
    long failing = count(Verdict.FAILS);
    text.append(", ").append(failing).append(failing == 1 ? " does" : " do").append(" not hold.");
    return text.toString();
  }

  private long count(Verdict verdict) {
    return claims.stream().filter(claim -> claim.verdict() == verdict).count();
  }
}
