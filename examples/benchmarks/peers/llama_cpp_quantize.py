"""Quantizes a GGUF model with llama.cpp's own code.

    python llama_cpp_quantize.py MODEL-F32.gguf OUT.gguf --type q8_0|q4_0 --threads 2

All matrices get the type asked for, embedding and output included. Needs llama-cpp-python (run with 0.3.36).
"""

import argparse

import llama_cpp

TYPES = {
    "q8_0": (llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0, llama_cpp.GGML_TYPE_Q8_0),
    "q4_0": (llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0, llama_cpp.GGML_TYPE_Q4_0),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--type", choices=TYPES, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.nthread = arguments.threads
    parameters.ftype, tensor = TYPES[arguments.type]
    parameters.output_tensor_type = parameters.token_embedding_type = tensor
    status = llama_cpp.llama_model_quantize(arguments.model.encode(), arguments.out.encode(), parameters)
    if status != 0:
        raise SystemExit(f"llama.cpp cannot quantize {arguments.model}: {status}")


if __name__ == "__main__":
    main()
