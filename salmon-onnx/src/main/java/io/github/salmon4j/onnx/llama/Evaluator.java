package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Carries out plans: one float for every token that a query reads. */
final class Evaluator {

  private final HeadReader reader;
  private final int tokensPerRun;
  private final int tokensPerRow;

  /**
   * Over a model.
   *
   * @param reader the model and what its head reads
   * @param tokensPerRun largest number of tokens of one run, padding included
   * @param tokensPerRow largest number of tokens of tails packed into one row
   */
  Evaluator(HeadReader reader, int tokensPerRun, int tokensPerRow) {
    this.reader = reader;
    this.tokensPerRun = tokensPerRun;
    this.tokensPerRow = tokensPerRow;
  }

  /**
   * {@return for each query, in order, one float for each token it reads}
   *
   * @param queries the sequences; their order and company change results by rounding only
   * @param monitor hears of finished queries and may cancel
   */
  List<float[]> evaluate(List<Query> queries, Monitor monitor) {
    Work work = new Work(queries, monitor);
    for (Plan.Step step : Plan.of(queries, tokensPerRun)) {
      if (step instanceof Plan.Batch batch) {
        work.batch(batch.members());
      } else if (step instanceof Plan.Continuation continuation) {
        work.continuation(continuation.prefix(), continuation.members());
      }
    }
    return Arrays.asList(work.results);
  }

  /** One call's queries on their way to results. */
  private final class Work {

    private final List<Query> queries;
    private final Monitor monitor;
    private final float[][] results;
    private int done;

    Work(List<Query> queries, Monitor monitor) {
      this.queries = queries;
      this.monitor = monitor;
      this.results = new float[queries.size()][];
      finish(List.of());
    }

    /** Whole sequences, a row each. */
    void batch(List<Integer> members) {
      TokenRun run = TokenRun.rows(tails(members, 0), Padding.RIGHT);
      store(members, reader.read(run, PrefixCache.empty()));
      finish(members);
    }

    /** The prefix once, then what is left of each, as many at a time as fit one run. */
    void continuation(int prefix, List<Integer> members) {
      Query beginning = Query.nothing(Arrays.copyOf(query(members, 0).ids(), prefix));
      try (PrefixCache cache = advance(beginning, PrefixCache.empty(), new float[0])) {
        List<Integer> fitting = new ArrayList<>();
        int tokens = 0;
        for (int member : members) {
          int length = queries.get(member).ids().length - prefix;
          if (!fitting.isEmpty() && tokens + length > tokensPerRow) {
            tails(fitting, cache);
            fitting.clear();
            tokens = 0;
          }
          fitting.add(member);
          tokens += length;
        }
        tails(fitting, cache);
      }
    }

    private void tails(List<Integer> members, PrefixCache cache) {
      List<Tail> tails = tails(members, cache.length());
      if (tails.get(0).ids().length > tokensPerRun) {
        Query query = query(members, 0);
        float[] values = new float[query.reads().length];
        advance(query, cache, values).close();
        results[members.get(0)] = values;
      } else {
        store(members, reader.read(TokenRun.packed(tails, cache.length()), cache));
      }
      finish(List.copyOf(members));
    }

    /**
     * {@return the cache of a whole sequence, computed piece by piece from the cache of its
     * beginning; what the sequence reads goes into {@code values}}
     */
    private PrefixCache advance(Query query, PrefixCache beginning, float[] values) {
      PrefixCache cache = beginning;
      int read = 0;
      while (cache.length() < query.ids().length) {
        HeadReader.Extended extended = step(query, cache, beginning);
        System.arraycopy(extended.values(), 0, values, read, extended.values().length);
        read += extended.values().length;
        cache = extended.cache();
      }
      return cache;
    }

    /** {@return one piece more; the cache it started from is closed unless it is the beginning} */
    private HeadReader.Extended step(Query query, PrefixCache cache, PrefixCache beginning) {
      try {
        monitor.checkpoint(done, queries.size());
        int to = Math.min(query.ids().length, cache.length() + tokensPerRun);
        Tail piece = query.piece(cache.length(), to);
        return reader.extend(TokenRun.packed(List.of(piece), cache.length()), cache);
      } finally {
        if (cache != beginning) {
          cache.close();
        }
      }
    }

    private List<Tail> tails(List<Integer> members, int from) {
      return members.stream()
          .map(queries::get)
          .map(query -> query.piece(from, query.ids().length))
          .toList();
    }

    private Query query(List<Integer> members, int index) {
      return queries.get(members.get(index));
    }

    /** The values of a run come in the order of its sequences. */
    private void store(List<Integer> members, float[] values) {
      int at = 0;
      for (int member : members) {
        int count = queries.get(member).reads().length;
        results[member] = Arrays.copyOfRange(values, at, at + count);
        at += count;
      }
    }

    private void finish(List<Integer> members) {
      done += members.size();
      monitor.checkpoint(done, queries.size());
    }
  }
}
