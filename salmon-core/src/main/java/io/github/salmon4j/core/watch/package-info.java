/** Notices cheaply when a policy games its reward, shows the evidence and proposes a remedy. */
@NullMarked
package io.github.salmon4j.core.watch;

import org.jspecify.annotations.NullMarked;
