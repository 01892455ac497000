package io.github.salmon4j.core.policylearning;

/** Estimates by the token before; all 0 at first. */
final class LetterValues extends LetterModel {

  LetterValues() {
    super(new Weights("values", Letters.SIZE, 1));
  }

  @Override
  double output(int before, int token) {
    return table.get(before, 0);
  }

  @Override
  void backward(int before, int token, double gradient) {
    table.addGradient(before, 0, gradient);
  }
}
