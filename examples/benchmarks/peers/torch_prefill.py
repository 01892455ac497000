"""Prefill speed of PyTorch on the CPU: tokens per second until the logits of the last token are there.

    python torch_prefill.py MODEL_DIR --tokens 512 --batch 1 --threads 2 --rounds 5

transformers with sdpa attention, f32, inference_mode, no key/value cache, the output head applied to the last token
only. One round is a forward over batch x tokens random ids; one round before the measured ones is not counted. Prints
one line of JSON; --logits FILE keeps the last token's logits [batch, vocabulary] (.npy) for comparison with the peers,
which draw the same ids. Needs torch, transformers, numpy (run with 2.15.0, 5.23.0, 2.4.6).
"""

import argparse
import json
import resource
import statistics
import time

import numpy as np
import torch
from transformers import AutoModelForCausalLM


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--logits")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    started = time.perf_counter()
    model = AutoModelForCausalLM.from_pretrained(
        arguments.model, dtype=torch.float32, attn_implementation="sdpa").eval()
    load = time.perf_counter() - started
    shape = (arguments.batch, arguments.tokens)
    ids = torch.from_numpy(np.random.default_rng(17).integers(0, model.config.vocab_size, shape))

    samples = []
    with torch.inference_mode():
        for _ in range(arguments.rounds + 1):
            started = time.perf_counter()
            logits = model(ids, use_cache=False, logits_to_keep=1).logits
            samples.append(ids.numel() / (time.perf_counter() - started))
    samples = samples[1:]
    if arguments.logits:
        np.save(arguments.logits, logits[:, -1].numpy())
    print(json.dumps({
        "system": "pytorch", "tokens_per_second": round(statistics.median(samples), 1),
        "samples": [round(sample, 1) for sample in samples],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "load_s": round(load, 2)}))


if __name__ == "__main__":
    main()
