/**
 * Values and contracts of salmon4j: what travels between the stages of the method, and what a stage
 * may ask of a model. No algorithm and no engine.
 */
module io.github.salmon4j.api {
  requires static transitive org.jspecify;

  exports io.github.salmon4j;
  exports io.github.salmon4j.language;
  exports io.github.salmon4j.ppo;
  exports io.github.salmon4j.preference;
  exports io.github.salmon4j.principle;
  exports io.github.salmon4j.prompt;
  exports io.github.salmon4j.reward;
  exports io.github.salmon4j.training;
}
