package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which intervention line answers which evidence (SALMON, section 3.5: one line for each hack that
 * was seen). It only proposes.
 *
 * @param rules for each piece of evidence, the first rule that fits decides
 */
public record Countermeasures(List<Rule> rules) {

  /** Copies the list. */
  public Countermeasures {
    rules = List.copyOf(rules);
  }

  /**
   * A line for some evidence.
   *
   * @param detector name of the detector
   * @param subject matches the whole subject of the evidence
   * @param line the intervention; evidence of one line is one proposal
   */
  public record Rule(String detector, Pattern subject, Function<Evidence, Principle> line) {

    /** Checks that nothing is null. */
    public Rule {
      Objects.requireNonNull(detector, "detector");
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(line, "line");
    }

    /**
     * {@return a rule with one line for all evidence}
     *
     * @param detector name of the detector
     * @param subject matches the whole subject
     * @param line the intervention
     */
    public static Rule of(String detector, String subject, Principle line) {
      Objects.requireNonNull(line, "line");
      return new Rule(detector, Pattern.compile(subject), evidence -> line);
    }

    boolean fits(Evidence evidence) {
      return detector.equals(evidence.detector()) && subject.matcher(evidence.subject()).matches();
    }
  }

  /**
   * {@return rules of {@link BuiltInPrinciples#interventions()}: self-praise up is answered by No
   * Self-Assessment, longer responses by Straight To The Point; a grown phrase by a line of ours
   * that asks to do without it} What else a detector finds has no rule, for no line of the set
   * speaks of it; put rules of your own first.
   */
  public static Countermeasures builtIn() {
    PrincipleSet lines = BuiltInPrinciples.interventions();
    return new Countermeasures(
        List.of(
            Rule.of("drift", "self-praise up", lines.get("No Self-Assessment")),
            Rule.of("drift", "(tokens|near-cap) up", lines.get("Straight To The Point")),
            new Rule("phrase growth", Pattern.compile(".*"), Countermeasures::withoutPhrase)));
  }

  /**
   * {@return one proposal for each line that some evidence speaks for, in the order of the
   * evidence; none for a line that the plan has already}
   *
   * @param plan the plan that holds
   * @param evidence what detectors found
   */
  public List<Proposal> propose(PrinciplePlan plan, List<Evidence> evidence) {
    Map<String, Principle> lines = new LinkedHashMap<>();
    Map<String, List<Evidence>> because = new LinkedHashMap<>();
    for (Evidence piece : evidence) {
      Optional<Rule> rule = rules.stream().filter(r -> r.fits(piece)).findFirst();
      if (rule.isPresent()) {
        Principle line = rule.orElseThrow().line().apply(piece);
        lines.putIfAbsent(line.name(), line);
        because.computeIfAbsent(line.name(), name -> new ArrayList<>()).add(piece);
      }
    }
    List<Proposal> proposals = new ArrayList<>();
    lines.forEach(
        (name, line) -> {
          List<Evidence> pieces = Objects.requireNonNull(because.get(name));
          String reason = pieces.stream().map(Evidence::summary).collect(Collectors.joining("; "));
          PlanChange change = PlanChange.intervening(plan, line, reason);
          if (!change.isAlready(plan)) {
            proposals.add(new Proposal(plan.version(), change, pieces));
          }
        });
    return List.copyOf(proposals);
  }

  /** A phrase is words and single spaces, so it can neither end the line nor close the quote. */
  private static Principle withoutPhrase(Evidence evidence) {
    return Principle.of(
        "Without \"" + evidence.subject() + "\"",
        "Do without the phrase \"" + evidence.subject() + "\" and all that says the same.");
  }
}
