package io.github.salmon4j.core.ppo;

/** What the value model's pass over a minibatch found; tokens in numbers. */
record ValueFindings(double loss, double clippedTokens, int tokens) {}
