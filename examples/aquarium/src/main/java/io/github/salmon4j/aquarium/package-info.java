/**
 * A first look at the library: {@link io.github.salmon4j.aquarium.Quickstart} scores responses
 * under principles, with a checkpoint of yours or with a small trained one that comes with it.
 */
@NullMarked
package io.github.salmon4j.aquarium;

import org.jspecify.annotations.NullMarked;
