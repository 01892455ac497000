"""Writes golden gradients of whole training passes: PyTorch's autograd through transformers and peft.

    python make_training_gradients.py CHECKPOINTS OUTDIR
    # CHECKPOINTS = ../../resources/golden/checkpoints, OUTDIR = ../../resources/golden/training

Made with torch 2.15.0, transformers 5.23.0, peft 0.21.2 (on the CPU, offline). No random numbers.

The models are the golden checkpoints, loaded as float64, with eager attention, one sequence at a time without padding.
transformers still computes norms, softmax and rotary angles in float32, so agreement ends near 1e-5.

  gradients.json   a list with, for each model: checkpoint, adapter (empty for none), role, temperature, sequences
      (ids, and how many of them are the prompt), seeds (dL/d output for each sequence), outputs, and for the gradient
      of each tensor its norm, its sum against cos(i), row-major, and every stride-th element
"""

import json
import math
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

SAMPLES = 40
TEMPERATURE = 0.75
SEQUENCES = [
    {"ids": [7, 300, 7, 41, 5], "prompt": 2},
    {"ids": [11, 12, 250, 99, 12, 380, 3, 57, 12, 4, 61], "prompt": 4},
    {"ids": [383, 5, 5, 17, 200, 201, 9], "prompt": 1},
    {"ids": [44, 45, 46, 3], "prompt": 3},
]
MODELS = [
    ("llama-tied-linear", "", "POLICY"),
    ("mistral", "", "POLICY"),
    ("peft-seqcls/base", "", "POLICY"),
    ("llama-seqcls", "", "REWARD"),
    ("peft-seqcls/base", "adapter", "REWARD"),
    ("peft-seqcls/base", "adapter-rslora", "REWARD"),
    ("llama-seqcls", "", "VALUE"),
]


def load(checkpoints, folder, adapter, role):
    kind = AutoModelForCausalLM if role == "POLICY" else AutoModelForSequenceClassification
    options = {} if role == "POLICY" else {"num_labels": 1}
    model = kind.from_pretrained(
        checkpoints / folder, dtype=torch.float64, attn_implementation="eager", **options)
    if adapter:
        model = PeftModel.from_pretrained(
            model, (checkpoints / folder).parent / adapter, is_trainable=True).to(torch.float64)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    return model.eval()


def outputs(model, role, sequence):
    ids = torch.tensor([sequence["ids"]])
    reads = torch.arange(sequence["prompt"] - 1, len(sequence["ids"]) - 1)
    if role == "POLICY":
        logits = model(ids).logits[0, reads] / TEMPERATURE
        return logits.log_softmax(-1)[torch.arange(len(reads)), ids[0, reads + 1]]
    inner = model.get_base_model() if isinstance(model, PeftModel) else model
    values = inner.score(inner.model(ids).last_hidden_state[0])[:, 0]
    return values[reads] if role == "VALUE" else values[-1:]


def seeds(role, sequence, row):
    count = 1 if role == "REWARD" else len(sequence["ids"]) - sequence["prompt"]
    return [round(math.sin(1 + 3 * row + 1.7 * t), 3) for t in range(count)]


def name_of(parameter):
    """The parameter's name without what peft wraps around it."""
    for old, new in [("base_model.model.", ""), (".base_layer.", "."), (".modules_to_save.default", ""),
                     (".lora_A.default.weight", ".lora_A"), (".lora_B.default.weight", ".lora_B")]:
        parameter = parameter.replace(old, new)
    return parameter


def summary(gradient):
    flat = gradient.flatten()
    stride = max(1, -(-len(flat) // SAMPLES))
    cosines = torch.cos(torch.arange(len(flat), dtype=torch.float64))
    return {"norm": flat.norm().item(), "cosine": (flat * cosines).sum().item(), "stride": stride,
            "samples": flat[::stride].tolist()}


def main(checkpoints, out):
    written = []
    for folder, adapter, role in MODELS:
        model = load(checkpoints, folder, adapter, role)
        loss = 0
        values = []
        for row, sequence in enumerate(SEQUENCES):
            read = outputs(model, role, sequence)
            values.append(read.tolist())
            loss = loss + (torch.tensor(seeds(role, sequence, row), dtype=torch.float64) * read).sum()
        loss.backward()
        gradients = {name_of(name): summary(p.grad) for name, p in model.named_parameters() if p.grad is not None}
        written.append({"checkpoint": folder, "adapter": adapter, "role": role, "temperature": TEMPERATURE,
                        "sequences": SEQUENCES, "seeds": [seeds(role, s, r) for r, s in enumerate(SEQUENCES)],
                        "outputs": values, "gradients": gradients})
    lines = ",\n".join(json.dumps(model) for model in written)
    (out / "gradients.json").write_text("[" + lines + "]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
