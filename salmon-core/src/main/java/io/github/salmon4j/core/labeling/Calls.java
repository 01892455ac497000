package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.ResponsePair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pairs in the calls in which a model is asked about them: in sequence, as many as fit, at least
 * one. Each pair is encoded once, when its call or the one before is asked for.
 */
final class Calls implements Iterator<List<Questions>> {

  private final Iterator<ResponsePair> pairs;
  private final Function<ResponsePair, Questions> encode;
  private final int tokensPerCall;
  private @Nullable Questions pending;

  Calls(List<ResponsePair> pairs, Function<ResponsePair, Questions> encode, int tokensPerCall) {
    this.pairs = pairs.iterator();
    this.encode = encode;
    this.tokensPerCall = tokensPerCall;
  }

  @Override
  public boolean hasNext() {
    return pending != null || pairs.hasNext();
  }

  @Override
  public List<Questions> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("calls: expected another, found the end");
    }
    List<Questions> call = new ArrayList<>();
    long tokens = 0;
    while (hasNext()) {
      Questions next = pending != null ? pending : encode.apply(pairs.next());
      pending = next;
      tokens += next.tokens();
      if (!call.isEmpty() && tokens > tokensPerCall) {
        break;
      }
      call.add(next);
      pending = null;
    }
    return call;
  }
}
