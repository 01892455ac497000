/**
 * A small world in which every quality that a principle talks about can be measured: {@link
 * io.github.salmon4j.aquarium.world.Tasks} asks, {@link io.github.salmon4j.aquarium.world.Drafts}
 * answers well and badly, {@link io.github.salmon4j.aquarium.world.Oracle} measures.
 */
@NullMarked
package io.github.salmon4j.aquarium.world;

import org.jspecify.annotations.NullMarked;
