package io.github.salmon4j.core.ppo;

import io.github.salmon4j.ppo.RatioReport;

/** What the policy's pass over a minibatch found. */
record PolicyFindings(double loss, RatioReport ratio) {}
