"""Writes a LLaMA checkpoint with random f32 weights, in the shape of a well-known model, for speed comparisons.

    python make_weights.py DIR S      # SmolLM2-135M, 0.5 GB twice
    python make_weights.py DIR M      # TinyLlama-1.1B, 4.4 GB twice
    python make_weights.py DIR T4     # small, for training: width 256, 4 layers; also T8, T16, T32

DIR gets config.json and model.safetensors (a Hugging Face LlamaForCausalLM folder without a tokenizer) and the same
weights as model-f32.gguf for llama.cpp. Tensors are made and written one by one, so memory stays below the largest of
them; the same call writes the same bytes. Needs numpy and gguf (run with 2.4.6 and 0.19.0).
"""

import argparse
import json
import math
from pathlib import Path

import gguf
import numpy as np

SHAPES = {
    "S": dict(hidden_size=576, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3,
              intermediate_size=1536, vocab_size=49152, tie_word_embeddings=True, max_position_embeddings=8192,
              rope_theta=100000.0),
    "M": dict(hidden_size=2048, num_hidden_layers=22, num_attention_heads=32, num_key_value_heads=4,
              intermediate_size=5632, vocab_size=32000, tie_word_embeddings=False, max_position_embeddings=2048,
              rope_theta=10000.0),
}

for layers in (4, 8, 16, 32):
    SHAPES[f"T{layers}"] = dict(
        hidden_size=256, num_hidden_layers=layers, num_attention_heads=4, num_key_value_heads=4, intermediate_size=688,
        vocab_size=512, tie_word_embeddings=True, max_position_embeddings=512, rope_theta=10000.0)

GGUF_NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def tensor_shapes(shape):
    """Hugging Face name (without ".weight") -> shape, in the order of computation."""
    width, inner = shape["hidden_size"], shape["intermediate_size"]
    keys = width // shape["num_attention_heads"] * shape["num_key_value_heads"]
    tensors = {"model.embed_tokens": (shape["vocab_size"], width)}
    for layer in range(shape["num_hidden_layers"]):
        prefix = f"model.layers.{layer}."
        tensors |= {
            prefix + "input_layernorm": (width,),
            prefix + "self_attn.q_proj": (width, width),
            prefix + "self_attn.k_proj": (keys, width),
            prefix + "self_attn.v_proj": (keys, width),
            prefix + "self_attn.o_proj": (width, width),
            prefix + "post_attention_layernorm": (width,),
            prefix + "mlp.gate_proj": (inner, width),
            prefix + "mlp.up_proj": (inner, width),
            prefix + "mlp.down_proj": (width, inner),
        }
    tensors["model.norm"] = (width,)
    if not shape["tie_word_embeddings"]:
        tensors["lm_head"] = (shape["vocab_size"], width)
    return tensors


def make_tensor(index, shape):
    """Matrices keep the variance of their input, gains are spread around one."""
    noise = np.random.default_rng([2310, 5910, index]).standard_normal(shape, dtype=np.float32)
    if len(shape) == 1:
        return 1 + np.float32(0.1) * noise
    noise *= np.float32(1 / math.sqrt(shape[1]))
    return noise


def gguf_name(name):
    if name.startswith("model.layers."):
        _, _, layer, part = name.split(".", 3)
        return f"blk.{layer}.{GGUF_NAMES[part]}.weight"
    return GGUF_NAMES[name] + ".weight"


def for_llama_cpp(name, tensor, shape):
    """llama.cpp rotates neighbouring pairs, Hugging Face halves: reorder the rows of each query and key head."""
    if name.endswith("q_proj"):
        heads = shape["num_attention_heads"]
    elif name.endswith("k_proj"):
        heads = shape["num_key_value_heads"]
    else:
        return tensor
    rows, columns = tensor.shape
    halves = tensor.reshape(heads, 2, rows // heads // 2, columns)
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows, columns))


def write_config(folder, shape):
    config = dict(
        architectures=["LlamaForCausalLM"], model_type="llama", torch_dtype="float32", hidden_act="silu",
        attention_bias=False, mlp_bias=False, rms_norm_eps=1e-5, rope_scaling=None, bos_token_id=1, eos_token_id=2,
        head_dim=shape["hidden_size"] // shape["num_attention_heads"], use_cache=True, **shape)
    (folder / "config.json").write_text(json.dumps(dict(sorted(config.items())), indent=2) + "\n")


def open_safetensors(path, tensors):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in tensors.items():
        end = offset + 4 * math.prod(shape)
        header[name + ".weight"] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file = open(path, "wb")
    file.write(len(text).to_bytes(8, "little") + text)
    return file


def open_gguf(path, tensors, shape):
    writer = gguf.GGUFWriter(path, "llama")
    head = shape["hidden_size"] // shape["num_attention_heads"]
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_vocab_size(shape["vocab_size"])
    writer.add_context_length(shape["max_position_embeddings"])
    writer.add_embedding_length(shape["hidden_size"])
    writer.add_block_count(shape["num_hidden_layers"])
    writer.add_feed_forward_length(shape["intermediate_size"])
    writer.add_head_count(shape["num_attention_heads"])
    writer.add_head_count_kv(shape["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(head)
    writer.add_rope_freq_base(shape["rope_theta"])
    writer.add_tokenizer_model("no_vocab")
    for name, dimensions in tensors.items():
        writer.add_tensor_info(gguf_name(name), dimensions, np.dtype(np.float32), 4 * math.prod(dimensions))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    return writer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("shape", choices=SHAPES)
    arguments = parser.parse_args()
    shape = SHAPES[arguments.shape]
    arguments.dir.mkdir(parents=True, exist_ok=True)
    write_config(arguments.dir, shape)
    tensors = tensor_shapes(shape)
    writer = open_gguf(arguments.dir / "model-f32.gguf", tensors, shape)
    with open_safetensors(arguments.dir / "model.safetensors", tensors) as file:
        for index, (name, dimensions) in enumerate(tensors.items()):
            tensor = make_tensor(index, dimensions)
            file.write(memoryview(tensor).cast("B"))
            writer.write_tensor_data(for_llama_cpp(name, tensor, shape))
    writer.close()
    print(f"{sum(math.prod(dimensions) for dimensions in tensors.values()):,} parameters in {arguments.dir}")


if __name__ == "__main__":
    main()
