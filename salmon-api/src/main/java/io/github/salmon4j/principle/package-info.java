/** What a response is judged by: principles, ordered sets of them, and guidelines as shown. */
@NullMarked
package io.github.salmon4j.principle;

import org.jspecify.annotations.NullMarked;
