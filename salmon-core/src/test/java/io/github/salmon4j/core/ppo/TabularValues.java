package io.github.salmon4j.core.ppo;

/** A value model that is a table of estimates, [states, 1]; all 0 at first. */
final class TabularValues extends TabularModel {

  TabularValues(int states, States where) {
    super(new Table("values", states, 1), where);
  }

  @Override
  double output(int state, int token) {
    return table.get(state, 0);
  }

  @Override
  void backward(int state, int token, double gradient) {
    table.addGradient(state, 0, gradient);
  }
}
