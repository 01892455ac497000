"""A PPO step in plain PyTorch on the CPU: the same algorithm, sizes and batch as the benchmark PpoStep.

    python ppo_step.py MODEL_DIR --batch 32 --minibatch 16 --epochs 2 --prompt 32 --tokens 64 --rank 16 --threads 2

One base for four roles: peft adapters "policy", "value" and "reward" over it, none for the reference. The policy writes
with a cache of keys and values and keeps the log-probabilities of what it draws; the reward model scores the last token;
reference and value model read once; the update makes 2 epochs of minibatches with clipped losses, one gradient norm and
AdamW. f32, sdpa attention; logits are computed for response tokens only. One round before the measured ones is not
counted. (TRL has no PPO trainer any more.) Prints one line of JSON with the median seconds of each stage. Needs torch,
transformers, peft (run with 2.15.0, 5.23.0, 0.21.2).
"""

import argparse
import json
import resource
import statistics
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
TEMPERATURE, BETA, RATE, CLIP, VALUE_CLIP, VALUE_WEIGHT, END = 0.7, 0.02, 2e-5, 0.2, 0.2, 0.1, 2


class Roles:
    def __init__(self, arguments):
        base = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32, attn_implementation="sdpa")
        self.model = get_peft_model(base, lora(arguments.rank), adapter_name="policy")
        for name in ("value", "reward"):
            self.model.add_adapter(name, lora(arguments.rank))
        self.inner, self.vocabulary = base.model, base.lm_head
        width = base.config.hidden_size
        self.value_head, self.reward_head = torch.nn.Linear(width, 1), torch.nn.Linear(width, 1)
        torch.nn.init.zeros_(self.value_head.weight)
        torch.nn.init.zeros_(self.value_head.bias)
        self.model.eval()  # no dropout anywhere
        self.parameters = [p for n, p in self.model.named_parameters() if ".policy." in n or ".value." in n]
        self.parameters += list(self.value_head.parameters())
        self.optimizer = torch.optim.AdamW(self.parameters, lr=RATE, weight_decay=0.0)

    def log_probs(self, ids, mask, prompt):
        hidden = self.inner(ids, attention_mask=mask, use_cache=False).last_hidden_state[:, prompt - 1:-1]
        logits = self.vocabulary(hidden) / TEMPERATURE
        return logits.log_softmax(-1).gather(-1, ids[:, prompt:, None])[..., 0]

    def values(self, ids, mask, prompt):
        hidden = self.inner(ids, attention_mask=mask, use_cache=False).last_hidden_state[:, prompt - 1:-1]
        return self.value_head(hidden)[..., 0]

    def scores(self, ids, mask):
        hidden = self.inner(ids, attention_mask=mask, use_cache=False).last_hidden_state
        last = mask.sum(1) - 1
        return self.reward_head(hidden[torch.arange(len(ids)), last])[:, 0]


def lora(rank):
    return LoraConfig(r=rank, lora_alpha=rank, target_modules=TARGETS, lora_dropout=0.0)


def generate(roles, prompts, tokens):
    """Responses [B, T] with their log-probabilities and which of them count: up to the first end token."""
    past, ids, open_ = None, prompts, torch.ones(len(prompts), dtype=torch.bool)
    drawn, logs, counts = [], [], []
    for _ in range(tokens):
        out = roles.inner(ids, past_key_values=past, use_cache=True)
        past = out.past_key_values
        log_probs = (roles.vocabulary(out.last_hidden_state[:, -1]) / TEMPERATURE).log_softmax(-1)
        ids = torch.multinomial(log_probs.exp(), 1)
        drawn.append(ids)
        logs.append(log_probs.gather(1, ids))
        counts.append(open_[:, None])
        open_ = open_ & (ids[:, 0] != END)
        if not open_.any():
            break
    return torch.cat(drawn, 1), torch.cat(logs, 1), torch.cat(counts, 1)


def advantages(rewards, values, counts):
    following, after, result = 0.0, 0.0, torch.zeros_like(rewards)
    for t in reversed(range(rewards.shape[1])):
        delta = rewards[:, t] + after - values[:, t]
        following = (delta + following) * counts[:, t]
        after = values[:, t] * counts[:, t]
        result[:, t] = following
    return result


def update(roles, arguments, ids, mask, counts, old, values, white, returns):
    for _ in range(arguments.epochs):
        order = torch.randperm(len(ids))
        for rows in order.split(arguments.minibatch):
            w = counts[rows]
            roles.model.set_adapter("policy")
            ratio = torch.exp(roles.log_probs(ids[rows], mask[rows], arguments.prompt) - old[rows])
            a = white[rows]
            torch.max(-a * ratio, -a * ratio.clamp(1 - CLIP, 1 + CLIP))[w].mean().backward()
            roles.model.set_adapter("value")
            v = roles.values(ids[rows], mask[rows], arguments.prompt)
            held = torch.clamp(v, values[rows] - VALUE_CLIP, values[rows] + VALUE_CLIP)
            loss = 0.5 * torch.max((v - returns[rows]) ** 2, (held - returns[rows]) ** 2)[w].mean()
            (VALUE_WEIGHT * loss).backward()
            torch.nn.utils.clip_grad_norm_(roles.parameters, 1.0)
            roles.optimizer.step()
            roles.optimizer.zero_grad()


def step(roles, arguments, seconds):
    begin = time.perf_counter()

    def spent(stage):
        nonlocal begin
        now = time.perf_counter()
        seconds.setdefault(stage, []).append(now - begin)
        begin = now

    with torch.no_grad():
        size = roles.vocabulary.out_features
        prompts = torch.randint(3, size, (arguments.batch, arguments.prompt))
        roles.model.set_adapter("policy")
        responses, old, counts = generate(roles, prompts, arguments.tokens)
        ids = torch.cat([prompts, responses], 1)
        mask = torch.cat([torch.ones_like(prompts, dtype=torch.bool), counts], 1).long()
        spent("generate")
        roles.model.set_adapter("reward")
        scores = roles.scores(ids, mask)
        spent("score")
        with roles.model.disable_adapter():
            reference = roles.log_probs(ids, mask, arguments.prompt)
        spent("reference")
        roles.model.set_adapter("value")
        values = roles.values(ids, mask, arguments.prompt)
        spent("value")
        rewards = -BETA * (old - reference) * counts
        rewards[torch.arange(len(ids)), counts.sum(1) - 1] += scores
        raw = advantages(rewards, values, counts)
        returns = raw + values
        white = (raw - raw[counts].mean()) / (raw[counts].std(unbiased=False) + 1e-8)
    update(roles, arguments, ids, mask, counts, old, values, white, returns)
    spent("update")
    return counts.sum().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    for name, value in dict(batch=32, minibatch=16, epochs=2, prompt=32, tokens=64, rank=16, threads=2, rounds=3).items():
        parser.add_argument("--" + name, type=int, default=value)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(17)
    started = time.perf_counter()
    roles = Roles(arguments)
    load = time.perf_counter() - started
    speeds, steps, seconds = [], [], {}
    for round_ in range(arguments.rounds + 1):
        started = time.perf_counter()
        tokens = step(roles, arguments, seconds)
        took = time.perf_counter() - started
        steps.append(took)
        speeds.append(tokens / took)
    size = sum(p.numel() * 4 for n, p in roles.model.named_parameters() if "lora" not in n) / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({
        "system": "pytorch", "tokens_per_second": round(statistics.median(speeds[1:]), 1),
        "samples": [round(speed, 2) for speed in speeds[1:]], "step_s": round(statistics.median(steps[1:]), 2),
        **{stage + "_s": round(statistics.median(times[1:]), 3) for stage, times in seconds.items()},
        "peak_rss_mb": round(peak), "peak_over_base": round(peak / size, 2), "load_s": round(load, 2)}))


if __name__ == "__main__":
    main()
