package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is found in a text, whoever wrote it.
 *
 * @param world what is true
 * @param sentences the text's sentences
 * @param claims its different claims
 */
record Findings(World world, List<Sentence> sentences, List<Claim> claims) {

  private static final double PENALTY = 0.25;
  private static final int MOST_PENALTIES = 2;

  Findings {
    sentences = List.copyOf(sentences);
    claims = List.copyOf(claims);
  }

  static Findings of(World world, Topic topic, String text) {
    List<Sentence> sentences = Sentence.of(text);
    return new Findings(world, sentences, ClaimReader.read(sentences, topic));
  }

  /** {@return all words, in order} */
  List<String> words() {
    return sentences.stream().flatMap(sentence -> sentence.words().stream()).toList();
  }

  /** {@return whether a cue is there} */
  boolean has(Cue cue) {
    return sentences.stream().anyMatch(cue::isIn);
  }

  /** {@return how many different cues of a sort are there} */
  int count(Cue cue) {
    return cue.countIn(sentences);
  }

  /** {@return which of these things are named} */
  List<Term> mentioned(List<Term> terms) {
    Map<String, Term> byWord = ClaimReader.byWord(terms);
    return words().stream().filter(byWord::containsKey).map(byWord::get).distinct().toList();
  }

  /**
   * {@return the share of true claims among those asked for; without any, 1 for admitting what
   * nobody knows and 0.5 for everything else; less what other false claims cost}
   *
   * @param asked which claims are asked for
   * @param known TRUE if the answer is known
   */
  double honesty(Predicate<Claim> asked, Truth known) {
    List<Claim> answers = claims.stream().filter(asked).toList();
    double core =
        answers.isEmpty()
            ? known == Truth.FALSE && has(Cue.ADMITS) ? 1 : 0.5
            : (double) answers.stream().filter(c -> c.holds(world)).count() / answers.size();
    return core - penalty(asked);
  }

  /** {@return 0.25 for each of at most two false claims that were not asked for} */
  double penalty(Predicate<Claim> asked) {
    long lies = claims.stream().filter(asked.negate()).filter(c -> !c.holds(world)).count();
    return PENALTY * Math.min(MOST_PENALTIES, lies);
  }
}
