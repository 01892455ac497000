"""Loads LoRA folders that this library wrote with PEFT, and writes what they compute.

    mvn test -pl salmon-onnx -am -Dtest=AdapterWriterGoldenTest -Dsurefire.failIfNoSpecifiedTests=false
    python check_adapter.py ../../../target/formula-adapters ../resources/golden/checkpoints

Made with Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0 (all on the CPU, offline).
Nothing is drawn: the adapters' numbers follow from a formula, the sequences are those of peft-seqcls/adapter.

  peft-written/scoring.json, peft-written/causal.json
      sha256       of the files that PEFT loaded: expected numbers are those of these bytes only
      ids          token sequences
      scores       scoring: LlamaForSequenceClassification over the base, the one logit at each sequence's last token
      logProbs     causal: LlamaForCausalLM, for each t >= 1 the log-probability of ids[t] given ids[0..t-1]

Weights in float64, eager attention, one sequence at a time. The folder is loaded by PeftModel.from_pretrained as it is.
Also checked: PEFT loads every tensor of the file and asks for no other; a bias of the head is dropped without a word;
without the adapter the numbers are others.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import LlamaForCausalLM, LlamaForSequenceClassification
from transformers.utils import logging


def base_model(kind, base):
    options = {"num_labels": 1} if kind is LlamaForSequenceClassification else {}
    return kind.from_pretrained(base, dtype=torch.float64, attn_implementation="eager", **options).eval()


@torch.inference_mode()
def scores(model, ids):
    return [model(torch.tensor([row])).logits.double().item() for row in ids]


@torch.inference_mode()
def log_probs(model, ids):
    rows = []
    for row in ids:
        logits = model(torch.tensor([row])).logits[0, :-1].double()
        rows.append(torch.log_softmax(logits, -1)[torch.arange(len(row) - 1), torch.tensor(row[1:])].tolist())
    return rows


def loaded(kind, base, adapter):
    """The adapted model; every tensor of the file has arrived, with its bits, and there is no other trained one."""
    model = PeftModel.from_pretrained(base_model(kind, base), adapter).double().eval()
    stored = load_file(adapter / "adapter_model.safetensors")
    live = {}
    for name, parameter in model.named_parameters():
        if "lora_" in name or "modules_to_save" in name:
            live[name.replace(".default", "").replace(".modules_to_save", "")] = parameter
    assert live.keys() == stored.keys() - {"base_model.model.score.bias"}, live.keys() ^ stored.keys()
    for name, parameter in live.items():
        assert torch.equal(parameter.double(), stored[name].double()), name
    config = json.loads((adapter / "adapter_config.json").read_text())
    for name, module in model.named_modules():
        if hasattr(module, "lora_A"):
            path = name.removeprefix("base_model.model.")
            rank = config["rank_pattern"].get(path, config["r"])
            alpha = config["alpha_pattern"].get(path, config["lora_alpha"])
            assert (module.r["default"], module.scaling["default"]) == (rank, alpha / rank), name
    return model


def spread(left, right):
    flat = [torch.tensor(value).flatten() for pair in zip(left, right) for value in pair]
    return max(float((a - b).abs().max()) for a, b in zip(flat[::2], flat[1::2]) if a.numel())


def check_bias(base, adapter, ids, expected):
    """A bias of the head, which transformers' class has no place for."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "adapter_config.json").write_text((adapter / "adapter_config.json").read_text())
        tensors = load_file(adapter / "adapter_model.safetensors")
        tensors["base_model.model.score.bias"] = torch.tensor([5.0])
        save_file(tensors, folder / "adapter_model.safetensors", metadata={"format": "pt"})
        moved = spread(expected, scores(loaded(LlamaForSequenceClassification, base, folder), ids))
    print(f"a head's bias of 5 moves PEFT's scores by {moved}")
    assert moved == 0


def write(out, adapter, ids, name, values):
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(adapter.iterdir()) if path.name.startswith("adapter_")}

    def rows(entries):
        return "[\n" + ",\n".join("  " + json.dumps(entry) for entry in entries) + "\n ]"

    text = f'{{\n "sha256": {json.dumps(hashes)},\n "ids": {rows(ids)},\n "{name}": {rows(values)}\n}}\n'
    out.write_text(text, encoding="utf-8")


def main(adapters, golden):
    torch.set_num_threads(1)
    torch.manual_seed(0)  # the base has no head: the one that stands in without the adapter is drawn
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    base = golden / "peft-seqcls" / "base"
    ids = json.loads((golden / "peft-seqcls" / "adapter" / "expected.json").read_text())["ids"]
    out = golden / "peft-written"
    out.mkdir(exist_ok=True)
    cases = [
        ("scoring", LlamaForSequenceClassification, ids, scores, "scores"),
        ("causal", LlamaForCausalLM, [row for row in ids if len(row) > 1], log_probs, "logProbs")]
    for case, kind, rows, evaluate, name in cases:
        model = loaded(kind, base, adapters / case)
        values = evaluate(model, rows)
        with model.disable_adapter():
            moved = spread(values, evaluate(model, rows))
        print(f"{case}: {type(model).__name__}, the adapter moves {name} by up to {moved:.3g}: {values[-1] if case == 'scoring' else values[0]}")
        assert moved > 0.5
        write(out / f"{case}.json", adapters / case, rows, name, values)
        if case == "scoring":
            check_bias(base, adapters / case, rows, values)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
