"""Writes what TRL and torch compute for the pairwise loss of reward models, and for its evaluation.

    python make_pairwise.py OUTDIR          # OUTDIR = ../../resources/golden/rewardlearning

Made with Python 3.11, torch 2.15.0, trl 1.16.0, numpy 2.4.6, on the CPU. Seed 20231009 per case: a second run writes
the same bytes. Inputs are rounded to float32 first; everything after that is float64, gradients are autograd's.

  pairwise.json      per case: scores (2n: first and second response of each pair in turn), probabilities of the first,
                     margins, weights, centering coefficient -> loss, gradient (2n)
  evaluation.json    scores, hard labels -> accuracy, mean loss, mean and biased deviation of the scores, 10 bins of
                     sigmoid(|difference|) between 0.5 and 1 as (count, mean confidence, accuracy)

Cases named trl-* have hard labels and equal weights: there the number comes from TRL's own RewardTrainer.compute_loss,
called with a stand-in for the trainer and one for the model, which returns the scores. TRL has neither soft labels nor
weights, so the others are made of the torch call that compute_loss makes, logsigmoid. All are compared with binary cross
entropy on r2 - r1, the way IBM/SALMON writes the loss, where there is no margin.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, logsigmoid
from trl.trainer.reward_trainer import RewardTrainer

SEED = 20231009


def trl_loss(scores, first_wins, margins, centering):
    """TRL wants all chosen responses first, then all rejected ones."""
    chosen = torch.where(first_wins, scores[:, 0], scores[:, 1])
    rejected = torch.where(first_wins, scores[:, 1], scores[:, 0])
    logits = torch.cat([chosen, rejected])[:, None]

    class Model:
        training = False

        def __call__(self, **inputs):
            return SimpleNamespace(logits=logits)

    keep = SimpleNamespace(gather=lambda x: x, gather_for_metrics=lambda x: x)
    trainer = SimpleNamespace(
        model=Model(), args=SimpleNamespace(center_rewards_coefficient=centering or None), accelerator=keep,
        _metrics={"eval": defaultdict(list)}, _total_train_tokens=0, _tp_size=1)
    inputs = {"margin": margins} if margins.any() else {}
    return RewardTrainer.compute_loss(trainer, trainer.model, inputs)


def torch_loss(scores, p, margins, weights, centering):
    d = scores[:, 0] - scores[:, 1]
    terms = -p * logsigmoid(d - margins) - (1 - p) * logsigmoid(-d - margins)
    terms = terms + centering * scores.sum(1) ** 2
    return (weights / weights.sum() * terms).sum()


def case(name, scale=2.0, labels="hard", margins=None, weights="equal", centering=0.0, pairs=8):
    generator = np.random.default_rng(SEED)
    draw = lambda values: torch.tensor(np.float32(values), dtype=torch.float64)
    scores = draw(generator.normal(0, scale, (pairs, 2))).requires_grad_()
    p = draw(generator.random(pairs)) if labels == "soft" else draw(generator.integers(0, 2, pairs))
    steps = draw(generator.integers(0, 4, pairs))
    margin = torch.zeros(pairs, dtype=torch.float64) if margins is None else steps * margins
    weight = draw(generator.exponential(1, pairs)) if weights == "drawn" else torch.ones(pairs, dtype=torch.float64)
    loss = torch_loss(scores, p, margin, weight, centering)
    if name.startswith("trl-"):
        mine, loss = loss, trl_loss(scores, p == 1, margin, centering)
        assert abs(mine - loss) <= 1e-14 * abs(loss)
    if margins is None and centering == 0:
        ibm = binary_cross_entropy_with_logits(
            scores[:, 1] - scores[:, 0], 1 - p, weight=weight / weight.sum(), reduction="sum")
        assert abs(ibm - loss) <= 1e-14 * abs(loss), (name, ibm, loss)
    loss.backward()
    return {
        "name": name, "scores": scores.detach().flatten().tolist(), "probabilities": p.tolist(),
        "margins": margin.tolist(), "weights": weight.tolist(), "centering": centering,
        "loss": loss.item(), "gradient": scores.grad.flatten().tolist()}


def evaluation(pairs=400):
    generator = np.random.default_rng(SEED)
    scores = np.float64(np.float32(generator.normal(0.3, 1.2, (pairs, 2))))
    scores[::50, 1] = scores[::50, 0]  # ties
    d = scores[:, 0] - scores[:, 1]
    label = np.float64(generator.random(pairs) < 1 / (1 + np.exp(-d)))
    agree = np.where(d == 0, 0.5, (d > 0) == (label == 1))
    confidence = torch.sigmoid(torch.tensor(np.abs(d))).numpy()
    bins = np.minimum(np.digitize(confidence, np.arange(10, 21) / 20) - 1, 9)
    loss = binary_cross_entropy_with_logits(torch.tensor(d), torch.tensor(label)).item()
    return {
        "scores": scores.flatten().tolist(), "labels": label.tolist(), "accuracy": agree.mean(), "loss": loss,
        "mean": scores.mean(), "deviation": scores.std(),
        "bins": [[int((bins == k).sum()), confidence[bins == k].mean(), agree[bins == k].mean()] for k in range(10)],
        "error": sum((bins == k).mean() * abs(agree[bins == k].mean() - confidence[bins == k].mean())
                     for k in range(10))}


if __name__ == "__main__":
    out = Path(sys.argv[1])
    cases = [
        case("trl-plain"),
        case("trl-margin", margins=1.0),
        case("trl-margin-thirds", margins=float(np.float32(1 / 3))),
        case("trl-centering", centering=0.01),
        case("trl-margin-centering", margins=1.0, centering=0.25),
        case("trl-extreme", scale=4000.0),
        case("trl-tiny", scale=1e-4),
        case("soft", labels="soft"),
        case("soft-margin", labels="soft", margins=1.0),
        case("weights", weights="drawn"),
        case("soft-margin-weights-centering", labels="soft", margins=1.0, weights="drawn", centering=0.01, pairs=33),
    ]
    (out / "pairwise.json").write_text(json.dumps(cases, indent=1) + "\n")
    (out / "evaluation.json").write_text(json.dumps(evaluation(), indent=1) + "\n")
