"""Prefill speed of llama.cpp on the CPU: tokens per second until the logits of the last token are there.

    python llama_cpp_prefill.py MODEL.gguf --tokens 512 --batch 1 --threads 2 --rounds 5

One round is one llama_decode over batch x tokens random ids (n_batch = n_ubatch = batch x tokens), with logits for the
last token of each sequence only; the key/value cache is cleared between rounds, and one round before the measured ones
is not counted. --attention f16 is llama.cpp's default (flash attention, keys and values in f16); f32 is what the other
systems compute: an f32 cache and no flash attention, because flash attention casts keys and values to f16 whatever the
cache holds. Prints one line of JSON; --logits FILE keeps the last token's logits [batch, vocabulary] (.npy) for
comparison with the peers, which draw the same ids. Needs llama-cpp-python (run with 0.3.36, built from source with its
default options on the machine that is measured, so that it uses all vector instructions) and numpy.

load_s is small because the weights are mapped and first read by the round that is not counted.
"""

import argparse
import ctypes
import json
import resource
import statistics
import time

import llama_cpp
import numpy as np


@llama_cpp.llama_log_callback
def log_nothing(level, text, user_data):
    pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gguf")
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--attention", choices=("f16", "f32"), default="f16")
    parser.add_argument("--logits")
    parser.add_argument("--verbose", action="store_true", help="let llama.cpp log")
    arguments = parser.parse_args()
    if not arguments.verbose:
        llama_cpp.llama_log_set(log_nothing, ctypes.c_void_p())

    llama_cpp.llama_backend_init()
    started = time.perf_counter()
    model = llama_cpp.llama_model_load_from_file(
        arguments.gguf.encode(), llama_cpp.llama_model_default_params())
    if not model:
        raise SystemExit(f"llama.cpp cannot load {arguments.gguf}")
    total = arguments.batch * arguments.tokens
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = total
    parameters.n_seq_max = arguments.batch
    parameters.n_threads = parameters.n_threads_batch = arguments.threads
    if arguments.attention == "f32":
        parameters.type_k = parameters.type_v = llama_cpp.GGML_TYPE_F32
        parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    context = llama_cpp.llama_init_from_model(model, parameters)
    if not context:
        raise SystemExit("llama.cpp cannot create the context")
    load = time.perf_counter() - started

    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    ids = np.random.default_rng(17).integers(0, vocabulary, (arguments.batch, arguments.tokens))
    batch = llama_cpp.llama_batch_init(total, 0, 1)
    batch.n_tokens = total
    last = [arguments.tokens * (row + 1) - 1 for row in range(arguments.batch)]
    for index in range(total):
        row, position = divmod(index, arguments.tokens)
        batch.token[index] = int(ids[row, position])
        batch.pos[index] = position
        batch.n_seq_id[index] = 1
        batch.seq_id[index][0] = row
        batch.logits[index] = index in last

    samples = []
    for _ in range(arguments.rounds + 1):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
        started = time.perf_counter()
        status = llama_cpp.llama_decode(context, batch)
        rows = [llama_cpp.llama_get_logits_ith(context, index) for index in last]
        samples.append(total / (time.perf_counter() - started))
        if status != 0:
            raise SystemExit(f"llama_decode returned {status}")
    samples = samples[1:]
    if arguments.logits:
        np.save(arguments.logits, np.stack([np.ctypeslib.as_array(row, (vocabulary,)) for row in rows]))
    print(json.dumps({
        "system": "llama.cpp", "attention": arguments.attention,
        "tokens_per_second": round(statistics.median(samples), 1),
        "samples": [round(sample, 1) for sample in samples],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "load_s": round(load, 2)}))


if __name__ == "__main__":
    main()
