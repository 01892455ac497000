/**
 * Shows what a run found: claims held against numbers from several seeds, curves and samples, as a
 * page, as a table for a README and as JSON, and progress on the way there.
 */
@NullMarked
package io.github.salmon4j.aquarium.report;

import org.jspecify.annotations.NullMarked;
