"""The mathematics of one PPO step in NumPy and PyTorch: milliseconds for [576, 1024] in float32.

    python ppo_math.py

Each task as one would write it: generalized advantages as a loop over time with whole columns, whitening under the
mask, the clipped surrogate loss with its gradient (by autograd in PyTorch, by hand in NumPy). Lengths and numbers are
drawn as in PpoMathBenchmark, though not the very same. Median of 15 runs after 5 that do not count. Prints one line of
JSON. Needs torch, numpy (run with 2.15.0, 2.4.6).
"""

import json
import statistics
import time

import numpy as np
import torch

B, T = 576, 1024
rng = np.random.default_rng(17)
mask = np.arange(T)[None, :] < rng.integers(T // 4, T + 1, B)[:, None]


def normal(deviation=1.0, mean=0.0):
    return (mean + deviation * rng.standard_normal((B, T))).astype(np.float32)


old_log_probs = normal(0.5, -2)
log_probs = old_log_probs + normal(0.2)
rewards, values, advantages = normal() * mask, normal() * mask, normal()


def gae(rewards, values, zeros, gamma=0.99, lam=0.95):
    out = zeros((B, T))
    last = zeros(B)
    for t in range(T - 1, -1, -1):
        following = values[:, t + 1] if t + 1 < T else 0.0
        last = rewards[:, t] + gamma * following - values[:, t] + gamma * lam * last
        out[:, t] = last
    return out, out + values


def numpy_whitening():
    counted = advantages[mask]
    mean = counted.mean(dtype=np.float64)
    deviation = counted.std(dtype=np.float64)
    return np.where(mask, (advantages - np.float32(mean)) / np.float32(deviation + 1e-8), 0)


def numpy_policy_loss():
    n = mask.sum()
    log_ratio = log_probs - old_log_probs
    ratio = np.exp(log_ratio)
    free = -advantages * ratio
    held = -advantages * np.clip(ratio, 0.8, 1.2)
    loss = np.where(mask, np.maximum(free, held), 0).sum(dtype=np.float64) / n
    gradient = np.where(mask & (free >= held), free / n, 0)
    k1 = np.where(mask, -log_ratio, 0).sum(dtype=np.float64) / n
    k3 = np.where(mask, ratio - 1 - log_ratio, 0).sum(dtype=np.float64) / n
    clipped = (mask & (np.abs(ratio - 1) > 0.2)).sum() / n
    return loss, gradient, k1, k3, clipped, ratio[mask].min(), ratio[mask].max()


t_mask = torch.from_numpy(mask)
t_old, t_new, t_adv = (torch.from_numpy(x) for x in (old_log_probs, log_probs, advantages))
t_rewards, t_values = torch.from_numpy(rewards), torch.from_numpy(values)


def torch_whitening():
    counted = t_adv[t_mask]
    return torch.where(t_mask, (t_adv - counted.mean()) / (counted.std(unbiased=False) + 1e-8), 0)


def torch_policy_loss():
    n = t_mask.sum()
    leaf = t_new.clone().requires_grad_()
    log_ratio = leaf - t_old
    ratio = torch.exp(log_ratio)
    terms = torch.max(-t_adv * ratio, -t_adv * torch.clamp(ratio, 0.8, 1.2))
    loss = torch.where(t_mask, terms, 0).sum() / n
    loss.backward()
    with torch.no_grad():
        k1 = torch.where(t_mask, -log_ratio, 0).sum() / n
        k3 = torch.where(t_mask, ratio - 1 - log_ratio, 0).sum() / n
        clipped = (t_mask & ((ratio - 1).abs() > 0.2)).sum() / n
        counted = ratio[t_mask]
        return loss, leaf.grad, k1, k3, clipped, counted.min(), counted.max()


def milliseconds(task):
    samples = []
    for _ in range(20):
        started = time.perf_counter()
        task()
        samples.append((time.perf_counter() - started) * 1e3)
    return round(statistics.median(samples[5:]), 4)


def zeros32(shape):
    return np.zeros(shape, dtype=np.float32)


results = {
    "numpy_gae": milliseconds(lambda: gae(rewards, values, zeros32)),
    "numpy_whitening": milliseconds(numpy_whitening),
    "numpy_policyLoss": milliseconds(numpy_policy_loss),
}
for threads, name in ((1, "pytorch_1_thread"), (2, "pytorch_2_threads")):
    torch.set_num_threads(threads)
    results[name + "_gae"] = milliseconds(lambda: gae(t_rewards, t_values, torch.zeros))
    results[name + "_whitening"] = milliseconds(torch_whitening)
    results[name + "_policyLoss"] = milliseconds(torch_policy_loss)
print(json.dumps(results))
