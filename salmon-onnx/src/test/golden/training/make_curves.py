"""Writes golden learning curves: 100 AdamW steps in PyTorch, through transformers and peft.

    python make_curves.py CHECKPOINTS OUTDIR
    # CHECKPOINTS = ../../resources/golden/checkpoints, OUTDIR = ../../resources/golden/training

Made with torch 2.15.0, transformers 5.23.0, peft 0.21.2 (on the CPU, offline, float32, one thread). No random numbers:
tokens come from a formula that is repeated by whoever reads the file.

  curves.json   fine_tuning: every parameter of llama-tied-linear, mean token loss of batches of 8 responses;
                reward: the low-rank updates and the head of peft-seqcls, pairwise loss of batches of 4 pairs;
                each with the loss and the gradient norm of every step
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, get_cosine_schedule_with_warmup

STEPS, ROWS, VOCABULARY = 100, 32, 256
torch.set_num_threads(1)


def tokens(row, length):
    return [3 + (31 * row + 7 * i + row * i * i) % (VOCABULARY - 3) for i in range(length)]


def train(model, rate, loss_of):
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.0)
    schedule = get_cosine_schedule_with_warmup(optimizer, 10, STEPS)
    curve = []
    for step in range(STEPS):
        loss = loss_of(step)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        curve.append({"loss": loss.item(), "norm": norm.item()})
    return curve


def fine_tuning(checkpoints):
    model = AutoModelForCausalLM.from_pretrained(
        checkpoints / "llama-tied-linear", dtype=torch.float32, attn_implementation="eager").eval()

    def loss_of(step):
        losses = []
        for k in range(8):
            row = (8 * step + k) % ROWS
            prompt, response = 3 + row % 4, 5 + row % 9
            ids = torch.tensor([tokens(row, prompt + response)])
            reads = torch.arange(prompt - 1, prompt + response - 1)
            logits = model(ids).logits[0, reads]
            losses.append(-logits.log_softmax(-1)[torch.arange(response), ids[0, reads + 1]])
        return torch.cat(losses).mean()

    return train(model, 1e-3, loss_of)


def reward(checkpoints):
    model = AutoModelForSequenceClassification.from_pretrained(
        checkpoints / "peft-seqcls/base", num_labels=1, dtype=torch.float32, attn_implementation="eager")
    model = PeftModel.from_pretrained(model, checkpoints / "peft-seqcls/adapter", is_trainable=True).eval()

    def score(row, side):
        ids = torch.tensor([tokens(2 * row + side, 6 + (row + 3 * side) % 7)])
        inner = model.get_base_model()
        return inner.score(inner.model(ids).last_hidden_state[0, -1:])[0, 0]

    def loss_of(step):
        differences = []
        for k in range(4):
            row = (4 * step + k) % (ROWS // 2)
            sign = 1 if row % 3 else -1
            differences.append(sign * (score(row, 0) - score(row, 1)))
        return -torch.nn.functional.logsigmoid(torch.stack(differences)).mean()

    return train(model, 1e-3, loss_of)


def main(checkpoints, out):
    curves = {"fine_tuning": fine_tuning(checkpoints), "reward": reward(checkpoints)}
    for name, curve in curves.items():
        print(name, curve[0], curve[50], curve[-1])
    (out / "curves.json").write_text(json.dumps(curves) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
