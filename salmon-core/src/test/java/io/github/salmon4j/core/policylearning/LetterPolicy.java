package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Logits of the next token by the token before: a policy to sample from and to train. */
final class LetterPolicy extends LetterModel implements LanguageModel {

  static final double TEMPERATURE = 0.7;

  /** A prompt text whose responses are empty. */
  static final String SILENT = "d";

  private final Letters letters = new Letters();

  LetterPolicy() {
    super(new Weights("policy", Letters.SIZE, Letters.SIZE));
    for (int before = 0; before < Letters.SIZE; before++) {
      table.set(before, Letters.BEGIN, -30); // never said
      table.set(before, Letters.END, 0.3);
      table.set(before, Letters.id('b'), 0.5);
    }
  }

  double[] logProbs(int before, double temperature) {
    double[] logProbs = new double[Letters.SIZE];
    double sum = 0;
    for (int v = 0; v < logProbs.length; v++) {
      logProbs[v] = table.get(before, v) / temperature;
      sum += Math.exp(logProbs[v]);
    }
    for (int v = 0; v < logProbs.length; v++) {
      logProbs[v] -= Math.log(sum);
    }
    return logProbs;
  }

  @Override
  double output(int before, int token) {
    return logProbs(before, TEMPERATURE)[token];
  }

  @Override
  void backward(int before, int token, double gradient) {
    double[] logProbs = logProbs(before, TEMPERATURE);
    for (int v = 0; v < logProbs.length; v++) {
      double slope = ((v == token ? 1 : 0) - Math.exp(logProbs[v])) / TEMPERATURE;
      table.addGradient(before, v, gradient * slope);
    }
  }

  @Override
  public List<Generation> generate(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener) {
    List<Generation> generations = new ArrayList<>();
    for (GenerationRequest request : requests) {
      listener.checkpoint(generations.size(), requests.size());
      generations.add(generation(request, settings));
    }
    listener.checkpoint(requests.size(), requests.size());
    return generations;
  }

  private Generation generation(GenerationRequest request, GenerationSettings settings) {
    SplittableRandom random = new SplittableRandom(request.seed());
    int[] response = new int[settings.maxNewTokens()];
    float[] logProbs = new float[response.length];
    int before = request.prompt().get(request.prompt().size() - 1);
    if (letters.decode(request.prompt()).strip().equals(SILENT)) {
      return new Generation(TokenIds.empty(), TokenLogProbs.of(), FinishReason.FINISHED);
    }
    for (int t = 0; t < response.length; t++) {
      double[] all = logProbs(before, settings.temperature());
      int token = draw(all, random.nextDouble());
      response[t] = token;
      logProbs[t] = (float) all[token] + disturbance;
      before = token;
      TokenIds soFar = TokenIds.of(Arrays.copyOf(response, t + 1));
      String text = letters.decode(soFar);
      if (token == Letters.END || settings.stopStrings().stream().anyMatch(text::contains)) {
        TokenLogProbs own = TokenLogProbs.of(Arrays.copyOf(logProbs, t + 1));
        return new Generation(soFar, own, FinishReason.FINISHED);
      }
    }
    return new Generation(
        TokenIds.of(response), TokenLogProbs.of(logProbs), FinishReason.TRUNCATED);
  }

  private static int draw(double[] logProbs, double fraction) {
    double left = fraction;
    int token = 0;
    while (token < logProbs.length - 1 && (left -= Math.exp(logProbs[token])) >= 0) {
      token++;
    }
    return token;
  }

  @Override
  public List<TokenLogProbs> logProbs(
      List<TokenSequence> sequences, double temperature, Monitor monitor) {
    List<TokenLogProbs> all = new ArrayList<>();
    for (TokenSequence sequence : sequences) {
      monitor.checkpoint(all.size(), sequences.size());
      float[] logProbs = new float[sequence.response().size()];
      for (int t = 0; t < logProbs.length; t++) {
        double[] next = logProbs(before(sequence, t), temperature);
        logProbs[t] = (float) next[sequence.response().get(t)] + disturbance;
      }
      all.add(TokenLogProbs.of(logProbs));
    }
    monitor.checkpoint(all.size(), sequences.size());
    return all;
  }

  @Override
  public List<TokenLogProbs> nextLogProbs(
      List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Tokenizer tokenizer() {
    return letters;
  }

  @Override
  public int contextLength() {
    return 64;
  }
}
