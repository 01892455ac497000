"""Decoding speed of llama.cpp on the CPU: tokens per second, greedy, after a prompt.

    python llama_cpp_decode.py MODEL.gguf --prompt 128 --new 64 --rows 1 --threads 2 --rounds 5

One round computes the prompts of all rows, which is not timed, then appends the likeliest token to each row until --new
tokens are there: one llama_decode for each token of all rows. The key/value cache is llama.cpp's default (f16, flash
attention). One round before the measured ones is not counted. Prints one line of JSON. Needs llama-cpp-python (run with
0.3.36, built from source with its default options on the machine that is measured) and numpy.
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


def fill(batch, tokens, positions, rows, read):
    batch.n_tokens = len(tokens)
    for i, (token, position, row) in enumerate(zip(tokens, positions, rows)):
        batch.token[i] = int(token)
        batch.pos[i] = position
        batch.n_seq_id[i] = 1
        batch.seq_id[i][0] = row
        batch.logits[i] = i in read


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gguf")
    parser.add_argument("--prompt", type=int, default=128)
    parser.add_argument("--new", type=int, default=64)
    parser.add_argument("--rows", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    llama_cpp.llama_log_set(log_nothing, ctypes.c_void_p())

    llama_cpp.llama_backend_init()
    started = time.perf_counter()
    model = llama_cpp.llama_model_load_from_file(arguments.gguf.encode(), llama_cpp.llama_model_default_params())
    if not model:
        raise SystemExit(f"llama.cpp cannot load {arguments.gguf}")
    rows = range(arguments.rows)
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = arguments.rows * (arguments.prompt + arguments.new)
    parameters.n_batch = parameters.n_ubatch = arguments.rows * arguments.prompt
    parameters.n_seq_max = arguments.rows
    parameters.n_threads = parameters.n_threads_batch = arguments.threads
    context = llama_cpp.llama_init_from_model(model, parameters)
    if not context:
        raise SystemExit("llama.cpp cannot create the context")
    load = time.perf_counter() - started

    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    ids = np.random.default_rng(17).integers(0, vocabulary, (arguments.rows, arguments.prompt))
    batch = llama_cpp.llama_batch_init(arguments.rows * arguments.prompt, 0, 1)

    def decode():
        if llama_cpp.llama_decode(context, batch) != 0:
            raise SystemExit("llama_decode failed")

    def likeliest(index):
        logits = llama_cpp.llama_get_logits_ith(context, index)
        return int(np.argmax(np.ctypeslib.as_array(logits, (vocabulary,))))

    samples = []
    for _ in range(arguments.rounds + 1):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
        last = [arguments.prompt * (row + 1) - 1 for row in rows]
        fill(batch, ids.flatten(), list(range(arguments.prompt)) * arguments.rows,
             np.repeat(rows, arguments.prompt), last)
        decode()
        following = [likeliest(index) for index in last]
        started = time.perf_counter()
        for step in range(arguments.new):
            fill(batch, following, [arguments.prompt + step] * arguments.rows, rows, rows)
            decode()
            following = [likeliest(row) for row in rows]
        samples.append(arguments.rows * arguments.new / (time.perf_counter() - started))
    samples = samples[1:]
    print(json.dumps({
        "system": "llama.cpp", "rows": arguments.rows, "tokens_per_second": round(statistics.median(samples), 1),
        "samples": [round(sample, 1) for sample in samples],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "load_s": round(load, 2)}))


if __name__ == "__main__":
    main()
