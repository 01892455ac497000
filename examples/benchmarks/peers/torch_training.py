"""Training speed of PyTorch on the CPU: tokens per second of forward, back, clipping and AdamW together.

    python torch_training.py MODEL_DIR --train full|lora --tokens 256 --batch 16 --threads 2 --rounds 5

transformers with sdpa attention, f32, eager; every token but the first of a sequence is in the loss. LoRA is peft's, rank
16 on the seven projections. --checkpointing recomputes activations. Two steps before the measured ones are not counted.
Prints one line of JSON. Needs torch, transformers, peft (run with 2.15.0, 5.23.0, 0.21.2).
"""

import argparse
import json
import resource
import statistics
import time

import torch
from transformers import AutoModelForCausalLM


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--train", choices=["full", "lora"], default="full")
    parser.add_argument("--tokens", type=int, default=256)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--checkpointing", action="store_true")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(17)
    started = time.perf_counter()
    model = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32, attn_implementation="sdpa")
    if arguments.train == "lora":
        from peft import LoraConfig, get_peft_model
        targets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
        model = get_peft_model(model, LoraConfig(r=16, lora_alpha=16, target_modules=targets))
    if arguments.checkpointing:
        model.gradient_checkpointing_enable()
        model.enable_input_require_grads()
    model.train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=1e-5, weight_decay=0.0)
    load = time.perf_counter() - started
    ids = torch.randint(0, model.config.vocab_size, (arguments.batch, arguments.tokens))

    samples = []
    for _ in range(arguments.rounds + 2):
        started = time.perf_counter()
        logits = model(ids, use_cache=False).logits[:, :-1]
        torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten()).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        samples.append(ids.numel() / (time.perf_counter() - started))
    samples = samples[2:]
    print(json.dumps({
        "system": "pytorch", "tokens_per_second": round(statistics.median(samples), 1),
        "samples": [round(sample, 1) for sample in samples],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "load_s": round(load, 2)}))


if __name__ == "__main__":
    main()
