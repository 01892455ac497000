/** Makes the aquarium's models, from random weights to a steered policy, with the library alone. */
@NullMarked
package io.github.salmon4j.aquarium.learning;

import org.jspecify.annotations.NullMarked;
