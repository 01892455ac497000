package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.List;

/**
 * What one call of a judge's model gave.
 *
 * @param pairs how many pairs it was asked about
 * @param labels all labels of these pairs, pair by pair
 * @param promptTokens tokens of the prompts, where each order's common beginning counts once
 * @param seconds wall time, encoding included
 */
record JudgedBatch(int pairs, List<PreferenceLabel> labels, long promptTokens, double seconds) {}
