/**
 * A first look at the library: {@link io.github.salmon4j.aquarium.Quickstart} scores responses
 * under principles, with a checkpoint of yours or with an untrained one that it makes itself.
 */
@NullMarked
package io.github.salmon4j.aquarium;

import org.jspecify.annotations.NullMarked;
