"""Writes golden PPO steps: rollouts to advantages to updated parameters in PyTorch, through transformers and peft.

    python make_ppo_step.py CHECKPOINTS OUTDIR
    # CHECKPOINTS = ../../resources/golden/checkpoints, OUTDIR = ../../resources/golden/training

Made with torch 2.15.0, transformers 5.23.0, peft 0.21.2 (on the CPU, offline, float32, one thread). No random numbers:
tokens, scores, the policy's first factors and the shuffles come from formulas that are repeated by whoever reads the
file.

The base is peft-seqcls/base. The policy adds low-rank updates of rank 4 to every projection, the value model goes on
from peft-seqcls/adapter with a head of 0, the reference is the base alone. Two PPO steps over the same rollouts, each of
2 epochs in minibatches of 3, 3 and 2: penalty k1, generalized advantages, whitening over the batch, clipped policy and
value losses, one norm for both models' gradients, AdamW.

  ppo_step.json   for each PPO step: log-probabilities, reference and values before it, advantages and returns, and for
      each minibatch both losses and the gradient norm; for each parameter at the end its name, its norm, how far it
      moved, its sum against cos(i), row-major, and every stride-th element
"""

import json
import math
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

ROWS, MINIBATCH, EPOCHS, STEPS, VOCABULARY = 8, 3, 2, 2, 256
TEMPERATURE, RATE, BETA, GAMMA, LAMBDA = 0.7, 1e-3, 0.1, 1.0, 0.95
CLIP, VALUE_CLIP, VALUE_WEIGHT, MAX_NORM = 0.2, 0.02, 0.1, 1.0
RANK, ALPHA, SAMPLES = 4, 8, 24
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
torch.set_num_threads(1)


def sequence(row):
    prompt, response = 2 + row % 3, 3 + 5 * row % 7
    return [3 + (31 * row + 7 * i + row * i * i) % (VOCABULARY - 3) for i in range(prompt + response)], prompt


def score(row):
    return 1.5 * math.sin(2 + 3 * row)


def name_of(parameter):
    """The parameter's name without what peft wraps around it."""
    for old, new in [("base_model.model.", ""), (".lora_A.default.weight", ".lora_A"),
                     (".lora_B.default.weight", ".lora_B")]:
        parameter = parameter.replace(old, new)
    return parameter


def policy_model(folder):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    model = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=PROJECTIONS, lora_dropout=0.0))
    trained = sorted((name_of(n), p) for n, p in model.named_parameters() if p.requires_grad)
    for k, (_, parameter) in enumerate(trained):
        i = torch.arange(parameter.numel(), dtype=torch.float64)
        parameter.data = (0.1 * torch.sin(1 + 3 * k + 0.7 * i)).to(torch.float32).reshape(parameter.shape)
    return model.eval(), trained


def value_model(folder):
    model = AutoModelForSequenceClassification.from_pretrained(
        folder / "base", num_labels=1, dtype=torch.float32, attn_implementation="eager")
    width = model.config.hidden_size
    model = PeftModel.from_pretrained(model, folder / "adapter", is_trainable=True).eval()
    trained = sorted((name_of(n), p) for n, p in model.named_parameters() if p.requires_grad and "lora" in n)
    head = torch.nn.Linear(width, 1)
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    return model, head, trained + [("score.bias", head.bias), ("score.weight", head.weight)]


def log_probs(model, row):
    ids, prompt = sequence(row)
    logits = model(torch.tensor([ids])).logits[0, prompt - 1:-1] / TEMPERATURE
    return logits.log_softmax(-1)[torch.arange(len(ids) - prompt), torch.tensor(ids[prompt:])]


def values(model, head, row):
    ids, prompt = sequence(row)
    hidden = model.get_base_model().model(torch.tensor([ids])).last_hidden_state[0, prompt - 1:-1]
    return head(hidden)[:, 0]


def advantages(rewards, estimates):
    result, following, after = torch.zeros_like(rewards), 0.0, 0.0
    for t in reversed(range(len(rewards))):
        delta = rewards[t] + GAMMA * after - estimates[t]
        following = delta + GAMMA * LAMBDA * following
        result[t], after = following, estimates[t]
    return result


def prepare(policy, value, head):
    with torch.no_grad():
        old = [log_probs(policy, row) for row in range(ROWS)]
        with policy.disable_adapter():
            reference = [log_probs(policy, row) for row in range(ROWS)]
        estimates = [values(value, head, row) for row in range(ROWS)]
        rewards = [-BETA * (o - r) for o, r in zip(old, reference)]
        for row in range(ROWS):
            rewards[row][-1] += score(row)
        raw = [advantages(r, v) for r, v in zip(rewards, estimates)]
        returns = [a + v for a, v in zip(raw, estimates)]
        every = torch.cat(raw)
        white = [(a - every.mean()) / (every.std(unbiased=False) + 1e-8) for a in raw]
    return old, reference, estimates, white, returns


def update(policy, value, head, optimizer, parameters, experience, calls):
    old, _, estimates, white, returns = experience
    rows, told = list(range(ROWS)), []
    for _ in range(EPOCHS):
        for i in range(ROWS - 1, 0, -1):
            j = (7 * next(calls) + 3) % (i + 1)
            rows[i], rows[j] = rows[j], rows[i]
        for begin in range(0, ROWS, MINIBATCH):
            chosen = rows[begin:begin + MINIBATCH]
            pick = lambda of: torch.cat([of[row] for row in chosen])
            ratio = torch.exp(torch.cat([log_probs(policy, row) for row in chosen]) - pick(old))
            a = pick(white)
            policy_loss = torch.max(-a * ratio, -a * ratio.clamp(1 - CLIP, 1 + CLIP)).mean()
            policy_loss.backward()
            v = torch.cat([values(value, head, row) for row in chosen])
            held = torch.clamp(v, pick(estimates) - VALUE_CLIP, pick(estimates) + VALUE_CLIP)
            value_loss = 0.5 * torch.max((v - pick(returns)) ** 2, (held - pick(returns)) ** 2).mean()
            (VALUE_WEIGHT * value_loss).backward()
            norm = torch.nn.utils.clip_grad_norm_(parameters, MAX_NORM)
            optimizer.step()
            optimizer.zero_grad()
            told.append({"policy": policy_loss.item(), "value": value_loss.item(), "norm": norm.item(),
                         "clipped": ((ratio - 1).abs() > CLIP).float().mean().item(),
                         "held": ((held - pick(returns)) ** 2 > (v - pick(returns)) ** 2).float().mean().item()})
    return told


def summary(name, parameter, before):
    flat = parameter.detach().flatten().to(torch.float64)
    stride = max(1, -(-len(flat) // SAMPLES))
    cosines = torch.cos(torch.arange(len(flat), dtype=torch.float64))
    return {"name": name, "norm": flat.norm().item(),
            "moved": (flat - before.flatten().to(torch.float64)).norm().item(),
            "cosine": (flat * cosines).sum().item(), "stride": stride, "samples": flat[::stride].tolist()}


def main(checkpoints, out):
    folder = checkpoints / "peft-seqcls"
    policy, policys = policy_model(folder / "base")
    value, head, values_ = value_model(folder)
    named = [("policy/" + n, p) for n, p in policys] + [("value/" + n, p) for n, p in values_]
    before = [p.detach().clone() for _, p in named]
    parameters = [p for _, p in named]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.0)
    calls = iter(range(10_000))
    steps = []
    for _ in range(STEPS):
        experience = prepare(policy, value, head)
        told = update(policy, value, head, optimizer, parameters, experience, calls)
        names = ["logProbs", "references", "values", "advantages", "returns"]
        steps.append({n: [row.tolist() for row in e] for n, e in zip(names, experience)} | {"minibatches": told})
        print(*told, sep="\n")
    golden = {"steps": steps, "parameters": [summary(n, p, b) for (n, p), b in zip(named, before)]}
    (out / "ppo_step.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
