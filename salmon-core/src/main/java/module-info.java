/** The method in plain Java: what is shown to models, and what is made of their answers. */
module io.github.salmon4j.core {
  requires transitive io.github.salmon4j.api;
  requires static org.jspecify;
  requires static com.github.pemistahl.lingua;
  requires com.google.common;
  requires tools.jackson.databind;

  exports io.github.salmon4j.core.advantage;
  exports io.github.salmon4j.core.calibration;
  exports io.github.salmon4j.core.checkpoint;
  exports io.github.salmon4j.core.collecting;
  exports io.github.salmon4j.core.data;
  exports io.github.salmon4j.core.decoding;
  exports io.github.salmon4j.core.finetuning;
  exports io.github.salmon4j.core.labeling;
  exports io.github.salmon4j.core.language;
  exports io.github.salmon4j.core.loss;
  exports io.github.salmon4j.core.metrics;
  exports io.github.salmon4j.core.policylearning;
  exports io.github.salmon4j.core.ppo;
  exports io.github.salmon4j.core.optimizer;
  exports io.github.salmon4j.core.principles;
  exports io.github.salmon4j.core.rewardlearning;
  exports io.github.salmon4j.core.reward;
  exports io.github.salmon4j.core.sampling;
  exports io.github.salmon4j.core.settings;
  exports io.github.salmon4j.core.steering;
  exports io.github.salmon4j.core.template;
  exports io.github.salmon4j.core.training;
  exports io.github.salmon4j.core.watch;
}
