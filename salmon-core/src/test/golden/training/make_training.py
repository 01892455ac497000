# Command: python make_training.py   (writes ../../resources/golden/training/*.json)
# Versions: Python 3.11.7, torch 2.15.0+cu132 (CPU), transformers 5.23.0
# Seed: 20231009
"""30 steps of two toy trainings as torch makes them: fine-tuning of a bigram model, and a linear reward model.

Parameters and moments are float32; outputs and losses are computed in float64. Batches are one backward pass each,
in the order that DataOrder documents: java.util.Random, seeded by SplitMix64, is rebuilt here.
"""
import json
import math
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = ""

import torch
import torch.nn.functional as F
import transformers

OUT = pathlib.Path(__file__).resolve().parents[2] / "resources" / "golden" / "training"
SEED, V = 20231009, 7
MASK64, MASK48 = 2**64 - 1, 2**48 - 1


class JavaRandom:
    """java.util.Random, as its documentation specifies it."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & MASK48

    def next31(self):
        self.state = (self.state * 0x5DEECE66D + 0xB) & MASK48
        return self.state >> 17

    def next_int(self, bound):
        bits = self.next31()
        if bound & (bound - 1) == 0:
            return (bound * bits) >> 31
        while bits - bits % bound + bound - 1 >= 2**31:
            bits = self.next31()
        return bits % bound


def split_mix(seed, index):
    z = (seed + (index + 1) * 0x9E3779B97F4A7C15) & MASK64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
    return z ^ (z >> 31)


def permutation(size, seed, epoch):
    random, order = JavaRandom(split_mix(seed, epoch)), []
    for i in range(size):
        j = random.next_int(i + 1)
        order.append(i)
        order[i], order[j] = order[j], i
    return order


def train(parameters, examples, loss_of, config):
    per_epoch = math.ceil(examples / config["batch"])
    total = per_epoch * config["epochs"]
    adamw = torch.optim.AdamW(
        parameters, lr=config["rate"], betas=(0.9, 0.999), eps=1e-8, weight_decay=config["decay"],
        foreach=False, fused=False)
    schedule = transformers.get_cosine_schedule_with_warmup(
        adamw, math.ceil(total * config["warmup"]), total)
    steps = []
    for epoch in range(config["epochs"]):
        order = permutation(examples, config["seed"], epoch)
        for first in range(0, examples, config["batch"]):
            batch = order[first:first + config["batch"]]
            adamw.zero_grad()
            loss = loss_of(batch)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(parameters, config["norm"])
            steps.append([loss.item(), float(norm), schedule.get_last_lr()[0]])
            adamw.step()
            schedule.step()
    return steps


def sizes(generator, low, high, count):
    return torch.randint(low, high + 1, (count,), generator=generator).tolist()


def tokens(generator, size):
    return torch.randint(0, V, (size,), generator=generator).tolist()


def fine_tuning(aggregation):
    generator = torch.Generator().manual_seed(SEED)
    config = dict(batch=8, epochs=10, rate=0.05, warmup=0.1, norm=0.3, decay=0.01, seed=SEED)
    demonstrations = [
        [tokens(generator, q), tokens(generator, t)]
        for q, t in zip(sizes(generator, 1, 4, 21), sizes(generator, 1, 6, 21))]
    start = torch.randn(V, V, generator=generator)
    table = torch.nn.Parameter(start.clone())

    def loss_of(batch):
        means = []
        for prompt, answer in (demonstrations[i] for i in batch):
            before = [prompt[-1]] + answer[:-1]
            means.append(F.cross_entropy(table.double()[before], torch.tensor(answer), reduction="none"))
        if aggregation == "TOKEN_MEAN":
            return torch.cat(means).mean()
        return torch.stack([m.mean() for m in means]).mean()

    steps = train([table], len(demonstrations), loss_of, config)
    with torch.no_grad():
        every = range(len(demonstrations))
        losses = [F.cross_entropy(table.double()[[p[-1]] + a[:-1]], torch.tensor(a), reduction="sum").item()
                  for p, a in demonstrations]
        count = sum(len(a) for _, a in demonstrations)
    return dict(
        aggregation=aggregation, config=config, demonstrations=demonstrations,
        start=start.flatten().tolist(), steps=steps, end=table.detach().flatten().tolist(),
        meanLoss=sum(losses) / count, permutation=permutation(len(every), SEED, 9))


def reward():
    generator = torch.Generator().manual_seed(SEED + 1)
    config = dict(
        batch=8, epochs=10, rate=0.02, warmup=0.1, norm=0.3, decay=0.0, seed=-SEED, centering=0.01)
    pairs = []
    for i, (a, b) in enumerate(zip(sizes(generator, 1, 9, 22), sizes(generator, 1, 9, 22))):
        p = [1.0, 0.0, 0.75, 0.3][i % 4]
        pairs.append(dict(first=tokens(generator, a), second=tokens(generator, b), probability=p,
                          margin=0.5 if i % 5 == 0 else 0.0, weight=1.0 + i % 3))
    start = torch.randn(V + 1, generator=generator)
    weights = torch.nn.Parameter(start[:V].clone())
    bias = torch.nn.Parameter(start[V:].clone())

    def score(ids):
        return weights.double()[ids].sum() + bias.double()[0]

    def loss_of(batch):
        total, norm = 0, sum(pairs[i]["weight"] for i in batch)
        for pair in (pairs[i] for i in batch):
            r1, r2 = score(pair["first"]), score(pair["second"])
            p, m = pair["probability"], pair["margin"]
            term = -p * F.logsigmoid(r1 - r2 - m) - (1 - p) * F.logsigmoid(r2 - r1 - m)
            total = total + pair["weight"] / norm * (term + config["centering"] * (r1 + r2) ** 2)
        return total

    steps = train([weights, bias], len(pairs), loss_of, config)
    return dict(config=config, pairs=pairs, start=start.tolist(), steps=steps,
                end=weights.detach().tolist() + bias.detach().tolist())


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, case in (("token_mean", fine_tuning("TOKEN_MEAN")),
                       ("sequence_mean", fine_tuning("SEQUENCE_MEAN")), ("reward", reward())):
        (OUT / f"{name}.json").write_text(json.dumps(case, indent=None) + "\n")
