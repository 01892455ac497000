"""Golden numbers of the PPO losses, their gradients by autograd.

    python make_ppo_losses.py ../../resources/golden/ppo/ppo_losses.json

Made with torch 2.15.0 (float64), seed 7. Inputs are rounded to float32 first, so that a reader in
float32 has the very same numbers. The losses are written out with torch's own functions: TRL keeps
them inside its trainer.
"""

import json
import sys

import torch

torch.manual_seed(7)
B, T, V = 6, 9, 11
LENGTHS = [9, 1, 4, 0, 7, 2]


def inputs(*shape, scale=1.0, shift=0.0):
    return (torch.randn(*shape) * scale + shift).to(torch.float32).to(torch.float64)


def rows(tensor):
    return tensor.tolist()


mask = torch.zeros(B, T, dtype=torch.bool)
for b, length in enumerate(LENGTHS):
    mask[b, :length] = True

WEIGHTS = {
    "TOKEN_MEAN": lambda x: x[mask].mean(),
    "SEQUENCE_MEAN": lambda x: torch.stack([x[b][mask[b]].mean() for b in range(B) if LENGTHS[b]]).mean(),
    "SEQUENCE_SUM": lambda x: torch.stack([x[b][mask[b]].sum() for b in range(B) if LENGTHS[b]]).mean(),
    "SLOT_MEAN": lambda x: (x * mask).mean(),
}


def gradient(loss, leaf):
    (g,) = torch.autograd.grad(loss, leaf)
    return rows(g)


old = inputs(B, T, shift=-2.0).clamp(max=-0.01).to(torch.float32).to(torch.float64)
new = (old + torch.randn(B, T) * 0.35).to(torch.float32).to(torch.float64)
advantages = inputs(B, T)
old_values = inputs(B, T)
values = (old_values + torch.randn(B, T) * 0.3).to(torch.float32).to(torch.float64)
returns = inputs(B, T)

cases = []
for below, above, dual in [(0.2, 0.2, None), (0.2, 0.28, None), (0.2, 0.2, 1.5), (0.1, 0.3, 3.0)]:
    for aggregation, aggregate in WEIGHTS.items():
        logp = new.clone().requires_grad_()
        ratio = torch.exp(logp - old)
        terms = torch.max(-advantages * ratio, -advantages * torch.clamp(ratio, 1 - below, 1 + above))
        if dual is not None:
            terms = torch.where(advantages < 0, torch.min(terms, -advantages * dual), terms)
        loss = aggregate(terms)
        r = ratio.detach()[mask]
        log_r = (logp.detach() - old)[mask]
        cases.append(
            {
                "below": below,
                "above": above,
                "dual": dual,
                "aggregation": aggregation,
                "loss": loss.item(),
                "gradient": gradient(loss, logp),
                "k1": (-log_r).mean().item(),
                "k3": (r - 1 - log_r).mean().item(),
                "belowRange": (r < 1 - below).double().mean().item(),
                "aboveRange": (r > 1 + above).double().mean().item(),
                "smallest": r.min().item(),
                "largest": r.max().item(),
            }
        )

value_cases = []
for clip in [0.2, 0.05, None]:
    for aggregation, aggregate in WEIGHTS.items():
        v = values.clone().requires_grad_()
        error = (v - returns) ** 2
        if clip is not None:
            held = torch.clamp(v, old_values - clip, old_values + clip)
            decided = ((held - returns) ** 2 > error)[mask].double().mean().item()
            error = torch.max(error, (held - returns) ** 2)
        else:
            decided = 0.0
        loss = 0.1 * 0.5 * aggregate(error)
        value_cases.append(
            {
                "range": clip,
                "weight": 0.1,
                "aggregation": aggregation,
                "loss": loss.item(),
                "gradient": gradient(loss, v),
                "clipFraction": decided,
            }
        )

logits = inputs(B, V, scale=2.0).requires_grad_()
entropy = torch.distributions.Categorical(logits=logits).entropy()
entropy_loss = -0.3 * entropy[[0, 1, 3, 5]].mean()
logp = new.clone().requires_grad_()
sampled_loss = 0.3 * (torch.exp(logp - old) * logp)[mask].mean()

explained = 1 - (returns - values)[mask].var(unbiased=False) / returns[mask].var(unbiased=False)

json.dump(
    {
        "lengths": LENGTHS,
        "columns": T,
        "logProbs": rows(new),
        "oldLogProbs": rows(old),
        "advantages": rows(advantages),
        "values": rows(values),
        "oldValues": rows(old_values),
        "returns": rows(returns),
        "policy": cases,
        "value": value_cases,
        "explainedVariance": explained.item(),
        "logits": rows(logits.detach()),
        "entropies": entropy.tolist(),
        "entropyRows": [0, 1, 3, 5],
        "entropyLoss": {"weight": 0.3, "loss": entropy_loss.item(), "gradient": gradient(entropy_loss, logits)},
        "sampledEntropy": {"weight": 0.3, "loss": sampled_loss.item(), "gradient": gradient(sampled_loss, logp)},
    },
    open(sys.argv[1], "w"),
)
