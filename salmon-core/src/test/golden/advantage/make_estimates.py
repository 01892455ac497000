"""Writes what torch, numpy and TRL compute for the advantage package, on one random batch with gaps in its mask.

    python make_estimates.py OUT.json          # OUT = ../../resources/golden/advantage/estimates.json

Made with Python 3.11, torch 2.15.0, trl 1.16.0, numpy 2.4.6, on the CPU. Seed 20231009: a second run writes the same bytes.

Inputs are rounded to float32 first, everything after that is float64. Gradients are autograd's. GAE is the recursion in
numpy, checked here against the sum of eq. 16. The deviation of GRPO is torch.std, and again TRL's
own nanstd, which rounds k / (k - 1) to float32. TRL 1.16 no longer has a PPO
trainer with its masked_whiten; that convention, like the others, is torch.var with the correction and epsilon it used.
Matrices are [B, T], row-major; null where nothing counts.
"""

import json
import sys

import numpy as np
import torch
from trl.trainer.utils import nanstd

B, T = 7, 9
rng = np.random.default_rng(20231009)


def f32(array):
    return np.asarray(array, np.float32).astype(np.float64)


def holes(array, mask):
    return [float(x) if m else None for x, m in zip(np.ravel(array), np.ravel(mask))]


def make_mask():
    mask = np.arange(T)[None, :] < np.array([9, 1, 5, 7, 9, 2, 6])[:, None]
    mask[0, 3] = mask[2, 0] = mask[3, 2] = mask[3, 3] = mask[4, 8] = False
    return mask


ESTIMATORS = {
    "K1": lambda d: d,
    "K1_CLAMPED": torch.relu,
    "K2": lambda d: d**2 / 2,
    "K3": lambda d: torch.exp(-d) - 1 + d,
}


def estimator(name, logp, ref, mask):
    leaf = torch.tensor(logp, requires_grad=True)
    value = ESTIMATORS[name](leaf - torch.tensor(ref))
    (derivative,) = torch.autograd.grad(value.sum(), leaf)
    return {"value": holes(value.detach().numpy(), mask), "derivative": holes(derivative.numpy(), mask)}


def gae(rewards, values, mask, gamma, lam):
    advantages = np.zeros_like(rewards)
    for b in range(B):
        at = np.flatnonzero(mask[b])
        r, v = rewards[b, at], np.append(values[b, at], 0.0)
        delta = r + gamma * v[1:] - v[:-1]
        last = 0.0
        for i in reversed(range(len(at))):
            last = delta[i] + gamma * lam * last
            advantages[b, at[i]] = last
            direct = sum((gamma * lam) ** j * delta[i + j] for j in range(len(at) - i))
            assert abs(direct - last) < 1e-12
    return advantages, advantages + np.where(mask, values, 0)


CONVENTIONS = {  # mean, correction of the variance, epsilon inside the root, epsilon
    "SALMON": ("REMOVED", 0, False, 1e-8),
    "OPENAI": ("REMOVED", 0, True, 1e-8),
    "TRL": ("REMOVED", 1, True, 1e-8),
    "TORCHTUNE": ("KEPT", 1, True, 1e-8),
    "ALPACA_FARM_REWARDS": ("KEPT", 0, False, 1e-8),
    "LARGE_EPSILON_ADDED": ("REMOVED", 1, False, 0.5),
    "LARGE_EPSILON_INSIDE": ("KEPT", 0, True, 0.5),
}


def whiten(values, mask, name):
    mean_kind, correction, inside, epsilon = CONVENTIONS[name]
    counted = torch.tensor(values)[torch.tensor(mask)]
    mean, var = counted.mean(), torch.var(counted, correction=correction)
    divisor = torch.sqrt(var + epsilon) if inside else torch.sqrt(var) + epsilon
    out = (torch.tensor(values) - mean) / divisor + (mean if mean_kind == "KEPT" else 0)
    return out.numpy()


def estimate(case, logp, ref, values, scores, mask):
    kl = ESTIMATORS[case["kl"]](torch.tensor(logp - ref)).numpy()
    rewards = -case["beta"] * kl
    for b in range(B):
        rewards[b, np.flatnonzero(mask[b])[-1]] += scores[b]
    rewards = case["scale"] * rewards
    if case["rewardWhitening"]:
        rewards = whiten(rewards, mask, case["rewardWhitening"])
    unwhitened, returns = gae(rewards, values, mask, case["gamma"], case["lambda"])
    found = {
        "kl": kl,
        "rewards": rewards,
        "unwhitened": unwhitened,
        "advantages": whiten(unwhitened, mask, case["advantageWhitening"]),
        "returns": returns,
    }
    return case | {"expected": {name: holes(matrix, mask) for name, matrix in found.items()}}


def exact_kl(rows, vocabulary):
    policy = f32(rng.normal(0, 3, (rows, vocabulary)))
    reference = f32(policy + rng.normal(0, 1, (rows, vocabulary)) * np.array([0, 1e-3, 1, 5])[:, None])
    p, q = (torch.log_softmax(torch.tensor(x), 1) for x in (policy, reference))
    divergences = torch.nn.functional.kl_div(q, p, reduction="none", log_target=True).sum(1)
    return {
        "shape": [rows, vocabulary],
        "policy": policy.ravel().tolist(),
        "reference": reference.ravel().tolist(),
        "divergences": divergences.tolist(),
    }


def groups(k):
    rewards = rng.normal(0, 2, (3, k))
    r = torch.tensor(rewards)
    centered = r - r.mean(1, keepdim=True)
    return {
        "k": k,
        "rewards": rewards.ravel().tolist(),
        "leaveOneOut": (r - (r.sum(1, keepdim=True) - r) / (k - 1)).ravel().tolist(),
        "centered": centered.ravel().tolist(),
        "grpo": (centered / (r.std(1, keepdim=True) + 1e-4)).ravel().tolist(),
        "trl": (centered / (nanstd(r, dim=1, keepdim=True) + 1e-4)).ravel().tolist(),
    }


def main(out):
    mask = make_mask()
    logp = f32(-rng.gamma(1, 1, (B, T)))
    ref = f32(logp + rng.normal(0, 0.7, (B, T)))
    ref[0, 0] = logp[0, 0]
    ref[0, 1] = f32(logp[0, 1] + 1e-4)
    ref[4, 1] = f32(logp[4, 1] + 6)
    values, scores = f32(rng.normal(0.5, 1, (B, T))), rng.normal(0, 2, B)
    rewards = f32(rng.normal(0, 1, (B, T)))
    gaes = []
    for gamma, lam in [(1, 1), (1, 0.95), (0.9, 0.7), (0.99, 0), (0, 0.5)]:
        advantages, returns = gae(rewards, values, mask, gamma, lam)
        gaes.append(
            {
                "gamma": gamma,
                "lambda": lam,
                "advantages": holes(advantages, mask),
                "returns": holes(returns, mask),
            }
        )
    names = ["kl", "beta", "scale", "rewardWhitening", "gamma", "lambda", "advantageWhitening"]
    cases = [
        ("K1_CLAMPED", 0.01, 10, None, 1, 1, "SALMON"),
        ("K1", 0.05, 1, None, 1, 0.95, "TRL"),
        ("K3", 0.02, 1, "ALPACA_FARM_REWARDS", 1, 1, "OPENAI"),
        ("K2", 0.1, 2, None, 0.97, 0.8, "TORCHTUNE"),
    ]
    golden = {
        "made with": "make_estimates.py, torch 2.15.0, trl 1.16.0, numpy 2.4.6, seed 20231009",
        "shape": [B, T],
        "mask": mask.ravel().tolist(),
        "logProbs": holes(logp, mask),
        "references": holes(ref, mask),
        "values": holes(values, mask),
        "rewards": holes(rewards, mask),
        "scores": scores.tolist(),
        "kl": {name: estimator(name, logp, ref, mask) for name in ESTIMATORS},
        "exactKl": exact_kl(4, 50),
        "gae": gaes,
        "whitening": {
            name: {
                "mean": mean,
                "variance": "SAMPLE" if correction else "POPULATION",
                "epsilonPlace": "INSIDE_ROOT" if inside else "ADDED_TO_DEVIATION",
                "epsilon": epsilon,
                "expected": holes(whiten(values, mask, name), mask),
            }
            for name, (mean, correction, inside, epsilon) in CONVENTIONS.items()
        },
        "groups": [groups(k) for k in (2, 4, 5)],
        "estimates": [estimate(dict(zip(names, c)), logp, ref, values, scores, mask) for c in cases],
    }
    with open(out, "w") as file:
        file.write(json.dumps(golden, indent=None, separators=(",", ":")).replace("},", "},\n") + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
