"""Writes what torch computes for the negative log-likelihood of answer tokens.

    python make_likelihood.py OUTDIR          # OUTDIR = ../../resources/golden/loss

Made with Python 3.11, torch 2.15.0, transformers 5.23.0, numpy 2.4.6, on the CPU. Seed 20231009 per case: a second run
writes the same bytes.

  likelihood.json    per case: columns T, lengths (B), logProbs (B x T, rounded to float32; padding holds 1e30)
                     token, sequence: loss and gradient (B x T) of the mean over tokens, and of the mean over sequences
                         of the mean over their tokens, from the rounded log-probabilities, in float64 with autograd
                     crossEntropy: transformers' fixed_cross_entropy of the logits that the log-probabilities were
                         gathered from; it differs from token.loss by the rounding to float32 only

Rows without tokens do not count among the sequences. Checked here: one fixed_cross_entropy call for each row with
num_items_in_batch, as trainers of 2024-10 and later do it, adds up to the whole.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from transformers.loss.loss_utils import fixed_cross_entropy

SEED = 20231009
IGNORED = -100


def means(log_probs, valid):
    """The two losses, each with its gradient with respect to the gathered log-probabilities."""
    counts = valid.sum(1)
    rows = counts > 0
    per_row = lambda x: -torch.where(valid, x, 0).sum(1)
    token = lambda x: per_row(x).sum() / valid.sum()
    sequence = lambda x: (per_row(x)[rows] / counts[rows]).mean()
    result = {}
    for name, loss in (("token", token), ("sequence", sequence)):
        x = log_probs.clone().requires_grad_()
        value = loss(x)
        value.backward()
        result[name] = {"loss": value.item(), "gradient": x.grad.flatten().tolist()}
    return result


def case(name, lengths, columns, vocabulary=17, scale=3.0):
    generator = np.random.default_rng(SEED)
    shape = (len(lengths), columns)
    logits = torch.tensor(generator.normal(0, scale, (*shape, vocabulary)))
    targets = torch.tensor(generator.integers(0, vocabulary, shape))
    valid = torch.arange(columns)[None] < torch.tensor(lengths)[:, None]
    gathered = logits.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
    rounded = torch.where(valid, gathered, 1e30).float().double()
    labels = torch.where(valid, targets, IGNORED)
    whole = fixed_cross_entropy(logits.flatten(0, 1), labels.flatten())
    parts = sum(fixed_cross_entropy(logits[b], labels[b], num_items_in_batch=valid.sum()) for b in range(len(lengths)))
    assert abs(whole - parts) <= 1e-14 * whole
    return {
        "name": name, "columns": columns, "lengths": lengths, "logProbs": rounded.flatten().tolist(),
        **means(rounded, valid), "crossEntropy": whole.item()}


if __name__ == "__main__":
    cases = [
        case("full", [6, 6, 6], 6),
        case("ragged", [7, 1, 4, 2], 7),
        case("with-empty-rows", [0, 5, 3, 0, 1], 8),
        case("confident", [4, 9, 2], 9, scale=40.0),
    ]
    (Path(sys.argv[1]) / "likelihood.json").write_text(json.dumps(cases, indent=1) + "\n")
