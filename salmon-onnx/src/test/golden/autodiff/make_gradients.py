"""Writes golden gradients: what PyTorch's autograd computes through transformers and peft.

    python make_gradients.py CHECKPOINTS OUTDIR
    # CHECKPOINTS = ../../resources/golden/checkpoints, OUTDIR = ../../resources/golden/autodiff

Made with Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2 (on the CPU, offline). No random numbers but the
seeds below; a second run writes the same bytes.

The models are the golden checkpoints, loaded as float64, with eager attention, one sequence at a time without padding.
transformers still computes norms, softmax and rotary angles in float32, so agreement ends near 1e-5.

  gradients.json     a list with, for each model,
      checkpoint, adapter   folders; adapter empty for none
      head                  VOCABULARY or SCORE
      temperature           divisor of the logits
      sequences             ids; reads: indices of the tokens read; targets: the token wanted at each read;
                            seeds: dL/d(log-probability of the target) or dL/d(score) at each read
      gradients             by name of the tensor: norm, cosine (sum of g[i] cos(i), row-major) and
                            samples: the elements of the flat gradient at i * stride
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

SAMPLES = 40
SEQUENCES = [
    {"ids": [7, 300, 7, 41, 5], "reads": [1, 2, 4], "targets": [7, 41, 383], "seeds": [0.5, -1.25, 0.75]},
    {"ids": [11, 12, 250, 99, 12, 380, 3, 57, 12, 4, 61], "reads": [0, 5, 10], "targets": [12, 3, 12],
     "seeds": [-0.375, 1.0, 0.625]},
]
MODELS = [
    ("llama-tied-linear", "", "VOCABULARY"),
    ("mistral", "", "VOCABULARY"),
    ("peft-seqcls/base", "", "VOCABULARY"),
    ("llama-seqcls", "", "SCORE"),
    ("peft-seqcls/base", "adapter", "SCORE"),
    ("peft-seqcls/base", "adapter-rslora", "SCORE"),
]
TEMPERATURE = 0.75


def load(checkpoints, folder, adapter, head):
    kind = AutoModelForCausalLM if head == "VOCABULARY" else AutoModelForSequenceClassification
    options = {"num_labels": 1} if head == "SCORE" else {}
    model = kind.from_pretrained(
        checkpoints / folder, dtype=torch.float64, attn_implementation="eager", **options)
    if adapter:
        model = PeftModel.from_pretrained(
            model, (checkpoints / folder).parent / adapter, is_trainable=True).to(torch.float64)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    return model.eval()


def loss(model, head, sequence):
    ids = torch.tensor([sequence["ids"]])
    seeds = torch.tensor(sequence["seeds"], dtype=torch.float64)
    reads = torch.tensor(sequence["reads"])
    if head == "VOCABULARY":
        logits = model(ids).logits[0, reads] / TEMPERATURE
        read = logits.log_softmax(-1)[torch.arange(len(reads)), torch.tensor(sequence["targets"])]
    else:
        inner = model.get_base_model() if isinstance(model, PeftModel) else model
        read = inner.score(inner.model(ids).last_hidden_state[0, reads])[:, 0]
    return (seeds * read).sum()


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
    for folder, adapter, head in MODELS:
        model = load(checkpoints, folder, adapter, head)
        sum(loss(model, head, sequence) for sequence in SEQUENCES).backward()
        gradients = {name_of(name): summary(p.grad) for name, p in model.named_parameters() if p.grad is not None}
        print(folder, adapter, head, len(gradients), sorted(gradients)[:3])
        written.append({"checkpoint": folder, "adapter": adapter, "head": head, "temperature": TEMPERATURE,
                        "sequences": SEQUENCES, "gradients": gradients})
    lines = ",\n".join(json.dumps(model) for model in written)
    (out / "gradients.json").write_text("[" + lines + "]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
