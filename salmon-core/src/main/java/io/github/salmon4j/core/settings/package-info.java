/**
 * All numbers of a run in one value, stage by stage in the order in which data flows, and the
 * presets of paper and released code.
 */
@NullMarked
package io.github.salmon4j.core.settings;

import org.jspecify.annotations.NullMarked;
