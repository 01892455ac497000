package io.github.salmon4j.core.steering;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How one principle set differs from an earlier one, by name.
 *
 * @param added names that are new, in the new order
 * @param removed names that are gone, in the old order
 * @param changed names whose text, negation, weight or boosts differ, in the new order
 * @param reordered names of the shortest tail of the new order, among those that both sets have,
 *     from which on the orders differ; empty if the order is the same
 */
public record SetDifference(
    List<String> added, List<String> removed, List<String> changed, List<String> reordered) {

  /** Copies the lists. */
  public SetDifference {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    reordered = List.copyOf(reordered);
  }

  /**
   * {@return the difference}
   *
   * @param before the earlier set
   * @param after the later set
   */
  public static SetDifference between(PrincipleSet before, PrincipleSet after) {
    List<String> old = names(before);
    List<String> now = names(after);
    Set<String> both = new HashSet<>(old);
    both.retainAll(now);
    List<String> changed = new ArrayList<>();
    for (Principle principle : after) {
      if (both.contains(principle.name()) && !same(principle, before.get(principle.name()))) {
        changed.add(principle.name());
      }
    }
    List<String> oldOrder = old.stream().filter(both::contains).toList();
    List<String> newOrder = now.stream().filter(both::contains).toList();
    int equal = 0;
    while (equal < newOrder.size() && newOrder.get(equal).equals(oldOrder.get(equal))) {
      equal++;
    }
    return new SetDifference(
        now.stream().filter(name -> !both.contains(name)).toList(),
        old.stream().filter(name -> !both.contains(name)).toList(),
        changed,
        newOrder.subList(equal, newOrder.size()));
  }

  /** {@return whether the sets are equal} */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && reordered.isEmpty();
  }

  /** The set's own hash decides, so that no part of a principle is forgotten here. */
  private static boolean same(Principle one, Principle other) {
    return PrincipleSet.of(one).equals(PrincipleSet.of(other));
  }

  private static List<String> names(PrincipleSet set) {
    return set.principles().stream().map(Principle::name).toList();
  }
}
