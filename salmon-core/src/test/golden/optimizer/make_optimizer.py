# Command: python make_optimizer.py   (writes ../../resources/golden/optimizer/*.json)
# Versions: Python 3.11.7, torch 2.15.0+cu132 (CPU), transformers 5.23.0
# Seed: 20231009
"""AdamW, gradient clipping and learning-rate schedules as torch and transformers compute them."""
import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = ""

import torch
import transformers
from transformers import TrainingArguments

OUT = pathlib.Path(__file__).resolve().parents[2] / "resources" / "golden" / "optimizer"
SHAPES = {"matrix": (3, 4), "vector": (5,), "scalar": (1,)}
STEPS, PEAK, WARMUP, MAX_NORM = 50, 0.02, 5, 1.0
SHOWN = (1, 2, 10, 50)
SETTINGS = [
    # beta1, beta2, epsilon, weight decay
    (0.9, 0.999, 1e-8, 0.0),
    (0.9, 0.999, 1e-8, 0.01),
    (0.8, 0.95, 1e-2, 0.5),
]


def floats(tensor):
    return [float(x) for x in tensor.flatten()]


def optimizer_case(start, gradients, settings):
    beta1, beta2, epsilon, decay = settings
    parameters = {name: torch.nn.Parameter(value.clone()) for name, value in start.items()}
    adamw = torch.optim.AdamW(
        parameters.values(), lr=PEAK, betas=(beta1, beta2), eps=epsilon, weight_decay=decay,
        foreach=False, fused=False)
    schedule = transformers.get_cosine_schedule_with_warmup(adamw, WARMUP, STEPS)
    rates, norms, values = [], [], {}
    for step in range(1, STEPS + 1):
        for name, parameter in parameters.items():
            parameter.grad = gradients[name][step - 1].clone()
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters.values(), MAX_NORM)))
        rates.append(schedule.get_last_lr()[0])
        adamw.step()
        schedule.step()
        if step in SHOWN:
            values[step] = {name: floats(p.detach()) for name, p in parameters.items()}
    return dict(beta1=beta1, beta2=beta2, epsilon=epsilon, weightDecay=decay, rates=rates,
                norms=norms, values=values)


def optimizer():
    torch.manual_seed(20231009)
    start = {name: torch.randn(shape) for name, shape in SHAPES.items()}
    # Norms from about 0.04 to 40, so that some are clipped and some are not; a step of zeros, and
    # an entry that is always far smaller than epsilon.
    size = torch.logspace(-2, 1, 10).repeat(STEPS // 10)
    gradients = {
        name: torch.randn(STEPS, *shape) * size.view(-1, *[1] * len(shape))
        for name, shape in SHAPES.items()}
    for gradient in gradients.values():
        gradient[6] = 0
    gradients["vector"][:, 2] = 1e-12
    return dict(
        steps=STEPS, peak=PEAK, warmup=WARMUP, maxNorm=MAX_NORM,
        start={name: floats(value) for name, value in start.items()},
        gradients={name: [floats(g) for g in gradient] for name, gradient in gradients.items()},
        cases=[optimizer_case(start, gradients, settings) for settings in SETTINGS])


def schedule_case(decay, peak, warmup, total):
    parameter = torch.nn.Parameter(torch.zeros(1))
    sgd = torch.optim.SGD([parameter], lr=peak)
    if decay == "CONSTANT":
        schedule = transformers.get_constant_schedule_with_warmup(sgd, warmup)
    elif decay == "LINEAR":
        schedule = transformers.get_linear_schedule_with_warmup(sgd, warmup, total)
    else:
        schedule = transformers.get_cosine_schedule_with_warmup(sgd, warmup, total)
    rates = []
    for _ in range(2 * total + 5):
        rates.append(schedule.get_last_lr()[0])
        sgd.step()
        schedule.step()
    return dict(decay=decay, peak=peak, warmup=warmup, total=total, rates=rates)


def schedules():
    shapes = [(2e-5, 5, 60), (3e-5, 0, 40), (1e-4, 1, 7), (0.1, 10, 10), (0.1, 12, 10), (0.1, 0, 1)]
    ratios = [0.0, 0.01, 0.03, 0.07, 0.1, 0.29, 0.5]
    totals = [1, 7, 100, 335, 1000, 12345]
    return dict(
        schedules=[schedule_case(decay, *shape)
                   for decay in ("CONSTANT", "LINEAR", "COSINE") for shape in shapes],
        ratios=[dict(ratio=ratio, total=total, steps=TrainingArguments(
                        output_dir="/tmp/unused", warmup_steps=ratio).get_warmup_steps(total))
                for ratio in ratios for total in totals])


OUT.mkdir(parents=True, exist_ok=True)
for name, content in (("adamw", optimizer()), ("schedules", schedules())):
    with open(OUT / f"{name}.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")
