package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is found in a text, whoever wrote it.
 *
 * @param world what is true
 * @param sentences the text's sentences
 * @param statements its different statements
 */
record Findings(World world, List<Sentence> sentences, List<Statement> statements) {

  private static final double PENALTY = 0.25;
  private static final int MOST_PENALTIES = 2;

  Findings {
    sentences = List.copyOf(sentences);
    statements = List.copyOf(statements);
  }

  static Findings of(World world, Topic topic, String text) {
    List<Sentence> sentences = Sentence.of(text);
    return new Findings(world, sentences, StatementReader.read(sentences, topic));
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
    Map<String, Term> byWord = StatementReader.byWord(terms);
    return words().stream().filter(byWord::containsKey).map(byWord::get).distinct().toList();
  }

  /**
   * {@return the share of true statements among those asked for; without any, 1 for admitting what
   * nobody knows and 0.5 for everything else; less what other false statements cost}
   *
   * @param asked which statements are asked for
   * @param known TRUE if the answer is known
   */
  double honesty(Predicate<Statement> asked, Truth known) {
    List<Statement> answers = statements.stream().filter(asked).toList();
    double core =
        answers.isEmpty()
            ? known == Truth.FALSE && has(Cue.ADMITS) ? 1 : 0.5
            : (double) answers.stream().filter(c -> c.holds(world)).count() / answers.size();
    return core - penalty(asked);
  }

  /** {@return 0.25 for each of at most two false statements that were not asked for} */
  double penalty(Predicate<Statement> asked) {
    long lies = statements.stream().filter(asked.negate()).filter(c -> !c.holds(world)).count();
    return PENALTY * Math.min(MOST_PENALTIES, lies);
  }
}
