/**
 * Supervised fine-tuning: a language model learns to answer as demonstrations do, and to stop where
 * they stop (SELF-ALIGN, arXiv:2305.03047, principle engraving).
 */
@NullMarked
package io.github.salmon4j.core.finetuning;

import org.jspecify.annotations.NullMarked;
