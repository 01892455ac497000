package io.github.salmon4j.onnx;

/**
 * Token ids by falling logit, equal ones by rising id, put in order only as far as they are asked
 * for: V to begin with and log V for each more.
 */
final class LikeliestFirst {

  private final float[] logits;

  /** A heap of the ids not yet in order, and behind it, last to first, those in order. */
  private final int[] ids;

  private int heap;

  LikeliestFirst(float[] logits) {
    this.logits = logits;
    this.ids = new int[logits.length];
    this.heap = ids.length;
    for (int id = 0; id < heap; id++) {
      ids[id] = id;
    }
    for (int node = heap / 2 - 1; node >= 0; node--) {
      sift(node);
    }
  }

  /** {@return the id at a place, from 0 for the likeliest to V - 1} */
  int get(int place) {
    while (ids.length - heap <= place) {
      heap--;
      swap(0, heap);
      sift(0);
    }
    return ids[ids.length - 1 - place];
  }

  private void sift(int from) {
    int node = from;
    while (2 * node + 1 < heap) {
      int child = 2 * node + 1;
      if (child + 1 < heap && before(ids[child + 1], ids[child])) {
        child++;
      }
      if (!before(ids[child], ids[node])) {
        return;
      }
      swap(node, child);
      node = child;
    }
  }

  private boolean before(int a, int b) {
    return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
  }

  private void swap(int a, int b) {
    int id = ids[a];
    ids[a] = ids[b];
    ids[b] = id;
  }
}
