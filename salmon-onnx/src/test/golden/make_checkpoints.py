"""Writes the golden checkpoints: tiny Hugging Face folders and what transformers computes from them.

    python make_checkpoints.py OUTDIR          # OUTDIR = ../resources/golden/checkpoints

Made with Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, tokenizers 0.23.3, safetensors 0.8.0, numpy 2.4.6
(all on the CPU, offline). Seeded: a second run writes the same bytes.

Every folder is what save_pretrained writes, without the generation config. Weights are random but large, and norm gains
are spread around 1, so that a forgotten gain, bias, scale or mask moves the results. For each checkpoint that is also
checked here: the configuration is disturbed, one setting at a time, and the expected numbers must change visibly
(`assert_matters`).

Expected numbers come from the stored weights (after rounding to bf16 or f16), loaded as float64, with eager attention,
one sequence at a time without padding. transformers still computes norms, softmax and the rotary angles in float32, so
even a float64 implementation agrees to about 1e-5 only.

  tokenizer/cases.json, tokenizer/bytelevel/cases.json
      cases        text -> ids, without adding special tokens (the texts contain none)
      plain_cases  texts that contain the special tokens literally -> ids of the same text as plain text
  */expected.json
      ids          token sequences
      scores       LlamaForSequenceClassification: the one logit at the last token of each sequence
      logProbs     causal models: for each t >= 1 the log-probability of ids[t] given ids[0..t-1] (length len - 1)
"""

import copy
import json
import math
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, PeftModel, TaskType, get_peft_model
from safetensors import safe_open
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification, MistralConfig, MistralForCausalLM)
from transformers.utils import logging

STD = 0.2
GAIN_STD = 0.3

TEXT = """\
The river runs cold in spring, and the salmon return to the stream where they were born.
They climb the falls one leap at a time; some of them rest in the pools below, and some never arrive.
A good answer is short, honest and kind. A good answer says what it does not know.
Which of the two answers is better? The first answer is more helpful, the second answer is more honest.
The keeper of the aquarium counts the fish every morning: twelve herring, three trout, one old pike.
When the water is warm the fish are slow, and when the water is cold the fish are quick.
Please explain how the lock at the mill works. First the lower gate is closed, then the upper gate is opened.
The boat rises with the water until the levels are the same, and then the boat leaves the lock.
I cannot help with that request, but here is something that might help instead.
Numbers such as 10, 12, 365 and 2024 appear in the ledger, next to names that nobody remembers.
The principle is written first; the response is read under the principle; the score follows the principle.
It's late, they're tired, and we've not eaten; she'd rather wait than walk, but I'll go and I'm sure he won't.
"""

CASES = [
    "",
    " ",
    "  ",
    "     ",
    "a",
    "Hello",
    "Hello world",
    " leading space",
    "trailing space ",
    "two  spaces and   three",
    "The salmon return to the stream.",
    "A good answer is short, honest and kind.",
    "the aquarium, an aquarium; the Aquarium",
    "\n",
    "line one\nline two\n\nline four",
    "\ttab\tand\r\ncarriage return",
    "It's late, they're tired, and we've not eaten.",
    "IT'S LATE",
    "10 fish, 365 days, 1234567 years, 3.14",
    "f(x) = {y: [1, 2]}; // a comment",
    "naïve café – “quoted” … done",
    "e\u0301 is not \u00e9",
    "Größe, Straße, Übergröße",
    "鮭は川を上る。",
    "你好,世界",
    "Лосось возвращается",
    "שלום עולם",
    "🐟",
    "fish 🐟 and 👩‍👩‍👧‍👦 and 🇩🇪!",
    "zero\u200bwidth\u00a0and nbsp",
    "▁already▁marked",
    "<0x0A> is not a newline",
    "\x00\x7f control",
]


# ---------------------------------------------------------------------------------------------- tokenizers

def write_json(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def llama2_tokenizer(size=384):
    """SentencePiece-like BPE: no pre-tokenizer, spaces become U+2581, unknown characters become byte tokens."""
    special = ["<unk>", "<s>", "</s>"]
    trained = Tokenizer(models.BPE())
    trained.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    trained.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    trainer = trainers.BpeTrainer(vocab_size=size - len(special) - 256 - 2, show_progress=False)
    trained.train_from_iterator(TEXT.splitlines(), trainer)
    model = json.loads(trained.to_str())["model"]
    merges = [tuple(merge) for merge in model["merges"]] + [("▁", "▁"), ("▁▁", "▁▁")]
    pieces = special + [f"<0x{byte:02X}>" for byte in range(256)]
    pieces += sorted(model["vocab"], key=model["vocab"].get) + ["▁▁", "▁▁▁▁"]
    assert len(pieces) == len(set(pieces)) == size
    tokenizer = Tokenizer(models.BPE(
        vocab={piece: index for index, piece in enumerate(pieces)}, merges=merges,
        unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(content=" ", left=1)])
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special])
    assert [tokenizer.token_to_id(token) for token in special] == [0, 1, 2]
    return tokenizer


def llama3_tokenizer(size=384):
    """Byte-level BPE whose special tokens exist only as added tokens, after the vocabulary."""
    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
               r"|\s*[\r\n]+|\s+(?!\S)|\s+")
    splitter = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True, use_regex=False)])
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = splitter
    trainer = trainers.BpeTrainer(
        vocab_size=size - 3, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    trained.train_from_iterator(TEXT.splitlines(keepends=True), trainer)
    model = json.loads(trained.to_str())["model"]
    pieces = sorted(model["vocab"], key=model["vocab"].get)
    # No merge leads to these: only ignore_merges finds them (and "123" only if digits are cut in threes from the left).
    alphabet = byte_alphabet()
    unreachable = ["".join(alphabet[byte] for byte in text.encode()) for text in (" aquarium", "你好", "123")]
    assert not set(unreachable) & set(pieces)
    pieces += unreachable
    tokenizer = Tokenizer(models.BPE(
        vocab={piece: index for index, piece in enumerate(pieces)},
        merges=[tuple(merge) for merge in model["merges"]], ignore_merges=True))
    tokenizer.pre_tokenizer = splitter
    bos = len(pieces)
    tokenizer.add_special_tokens([
        AddedToken("<|begin_of_text|>", normalized=False), AddedToken("<|end_of_text|>", normalized=False)])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(add_prefix_space=True, trim_offsets=False, use_regex=True),
        processors.TemplateProcessing(
            single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A <|begin_of_text|>:1 $B:1",
            special_tokens=[("<|begin_of_text|>", bos)])])
    tokenizer.decoder = decoders.ByteLevel(add_prefix_space=True, trim_offsets=True, use_regex=True)
    return tokenizer


def byte_alphabet():
    """byte -> character, as in GPT-2."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    alphabet = {byte: chr(byte) for byte in printable}
    for byte in range(256):
        if byte not in alphabet:
            alphabet[byte] = chr(256 + len(alphabet) - len(printable))
    return alphabet


def write_tokenizer(folder, tokenizer, plain_texts):
    folder.mkdir(parents=True)
    raw = tokenizer.to_str(pretty=False)
    (folder / "tokenizer.json").write_text(raw, encoding="utf-8")
    special = {token["id"]: token["content"] for token in json.loads(raw)["added_tokens"] if token["special"]}
    stripped = json.loads(raw)
    stripped["added_tokens"] = [token for token in stripped["added_tokens"] if not token["special"]]
    stripped["post_processor"] = None
    plain = Tokenizer.from_str(json.dumps(stripped))
    cases = []
    for text in CASES:
        assert not any(content in text for content in special.values())
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        assert ids == plain.encode(text, add_special_tokens=False).ids
        cases.append({"text": text, "ids": ids})
    plain_cases = []
    for text in plain_texts:
        ids = plain.encode(text, add_special_tokens=False).ids
        assert not set(ids) & set(special), (text, ids)
        assert set(tokenizer.encode(text, add_special_tokens=False).ids) & set(special), text
        plain_cases.append({"text": text, "ids": ids})
    lines = []
    for name, entries in (("cases", cases), ("plain_cases", plain_cases)):
        body = ",\n".join("  " + json.dumps(entry, ensure_ascii=True) for entry in entries)
        lines.append(f' "{name}": [\n{body}\n ]')
    (folder / "cases.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


# --------------------------------------------------------------------------------------------- checkpoints

def randomize(model, seed):
    """Projections and embeddings ~ N(0, STD), norm gains ~ 1 + N(0, GAIN_STD), biases ~ N(0, 2 STD)."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith("norm.weight"):
                parameter.copy_(1 + GAIN_STD * noise)
            elif name.endswith("bias"):
                parameter.copy_(2 * STD * noise)
            else:
                parameter.copy_(STD * noise)
    return model


def sequences(seed, lengths, size):
    """<s> followed by random ids; never the ids 0..2 after the start, so that nothing looks like padding."""
    generator = np.random.default_rng(seed)
    return [[1] + [int(token) for token in generator.integers(3, size, length - 1)] for length in lengths]


def load(kind, folder, config=None):
    model = kind.from_pretrained(folder, config=config, dtype=torch.float64, attn_implementation="eager")
    assert all(parameter.dtype == torch.float64 for parameter in model.parameters())
    return model.eval()


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


def write_expected(folder, ids, name, values):
    flat = np.concatenate([np.atleast_1d(value) for value in values])
    assert np.isfinite(flat).all() and flat.std() > 0.1, flat
    print(f"{folder.parent.name}/{folder.name}: {name} mean {flat.mean():.3f} std {flat.std():.3f}")

    def rows(entries):
        return "[\n" + ",\n".join("  " + json.dumps(entry) for entry in entries) + "\n ]"

    text = f'{{\n "ids": {rows(ids)},\n "{name}": {rows(values)}\n}}\n'
    (folder / "expected.json").write_text(text, encoding="utf-8")


def difference(left, right):
    return max(float(np.abs(np.asarray(a) - np.asarray(b)).max()) for a, b in zip(left, right))


def assert_matters(what, expected, disturbed, least=0.02):
    moved = difference(expected, disturbed)
    print(f"    {what}: moves the result by up to {moved:.3g}")
    assert moved > least, (what, moved)


def disturbed_config(model, **changes):
    config = copy.deepcopy(model.config)
    for key, value in changes.items():
        setattr(config, key, value)
    return config


def assert_gains_and_biases_matter(model, evaluate, expected):
    """Each kind of norm gain set to one, each kind of bias set to zero, must be noticed."""
    kinds = {}
    for name, _ in model.named_parameters():
        if name.endswith(("norm.weight", ".bias")):
            kinds.setdefault(".".join(part for part in name.split(".") if not part.isdigit()), []).append(name)
    parameters = dict(model.named_parameters())
    for kind, names in sorted(kinds.items()):
        saved = {name: parameters[name].detach().clone() for name in names}
        with torch.no_grad():
            for name in names:
                parameters[name].fill_(0 if name.endswith("bias") else 1)
        assert_matters(f"without {kind}", expected, evaluate(model))
        with torch.no_grad():
            for name in names:
                parameters[name].copy_(saved[name])
    assert difference(expected, evaluate(model)) == 0


def assert_float32_agrees(kind, folder, evaluate, expected):
    model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    error = difference(expected, evaluate(model))
    print(f"    float32 against float64: {error:.2g}")
    assert error < 1e-4, error


def save(model, folder, **options):
    model.save_pretrained(folder, **options)
    (folder / "generation_config.json").unlink(missing_ok=True)


def llama_seqcls(folder, vocabulary):
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=64, intermediate_size=96, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=256, rms_norm_eps=1e-5, num_labels=1, pad_token_id=0,
        tie_word_embeddings=False, rope_parameters={
            "rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 32})
    save(randomize(LlamaForSequenceClassification(config), 2).to(torch.bfloat16), folder, max_shard_size="130KB")
    assert len(list(folder.glob("*.safetensors"))) == 2 and (folder / "model.safetensors.index.json").exists()

    written = json.loads((folder / "config.json").read_text())
    legacy = {}
    for key, value in written.items():
        if key == "rope_parameters":
            value = dict(value)
            legacy["rope_theta"] = value.pop("rope_theta")
            legacy["rope_scaling"] = value
        elif key == "dtype":
            legacy["torch_dtype"] = value
        else:
            legacy[key] = value
    assert {"rope_theta", "rope_scaling", "torch_dtype"} <= legacy.keys()
    assert not {"rope_parameters", "dtype"} & legacy.keys()
    (folder / "config-legacy.json").write_text(json.dumps(dict(sorted(legacy.items())), indent=2) + "\n")

    model = load(LlamaForSequenceClassification, folder)
    ids = sequences(102, [1, 2, 3, 8, 17, 40, 96, 200], vocabulary)
    expected = scores(model, ids)
    write_expected(folder, ids, "scores", expected)
    assert_float32_agrees(LlamaForSequenceClassification, folder, lambda other: scores(other, ids), expected)
    assert scores(load(LlamaForSequenceClassification, folder, LlamaConfig.from_dict(legacy)), ids) == expected
    assert_gains_and_biases_matter(model, lambda other: scores(other, ids), expected)
    rope = model.config.rope_parameters
    for what, changed in (
            ("no rope scaling", {"rope_type": "default", "rope_theta": 10000.0}),
            ("linear rope scaling", {"rope_type": "linear", "rope_theta": 10000.0, "factor": 8.0}),
            ("high_freq_factor 2", {**rope, "high_freq_factor": 2.0}),
            ("low_freq_factor 2", {**rope, "low_freq_factor": 2.0}),
            ("rope_theta 20000", {**rope, "rope_theta": 20000.0}),
            ("original_max_position_embeddings 256", {**rope, "original_max_position_embeddings": 256})):
        other = load(LlamaForSequenceClassification, folder, disturbed_config(model, rope_parameters=changed))
        assert_matters(what, expected, scores(other, ids))
    other = load(LlamaForSequenceClassification, folder, disturbed_config(model, rms_norm_eps=1e-1))
    assert_matters("rms_norm_eps 0.1", expected, scores(other, ids))


def mistral(folder, vocabulary):
    config = MistralConfig(
        vocab_size=vocabulary, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, max_position_embeddings=128, sliding_window=8, rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    save(randomize(MistralForCausalLM(config), 3).to(torch.float16), folder)
    model = load(MistralForCausalLM, folder)
    ids = sequences(103, [5, 9, 23, 60], vocabulary)
    expected = log_probs(model, ids)
    write_expected(folder, ids, "logProbs", expected)
    assert_float32_agrees(MistralForCausalLM, folder, lambda other: log_probs(other, ids), expected)
    assert_gains_and_biases_matter(model, lambda other: log_probs(other, ids), expected)
    # sliding_window w: a token attends to itself and the w - 1 tokens before it
    for window in (None, 7, 9):
        other = load(MistralForCausalLM, folder, disturbed_config(model, sliding_window=window))
        assert_matters(f"sliding_window {window}", expected, log_probs(other, ids))
    other = load(MistralForCausalLM, folder, disturbed_config(model, sliding_window=None))
    assert log_probs(other, ids)[0] == expected[0]  # five tokens fit into the window

    def window(mask):
        q, k = torch.meshgrid(torch.arange(60), torch.arange(60), indexing="ij")
        return torch.where(mask(q, k), 0.0, -math.inf)[None, None].double()

    by_hand = window(lambda q, k: (k <= q) & (q - k < 8))
    with torch.inference_mode():
        logits = model(torch.tensor([ids[3]]), attention_mask={"sliding_attention": by_hand}
                       if isinstance(getattr(model.config, "layer_types", None), list) else by_hand).logits[0, :-1]
    rows = torch.log_softmax(logits.double(), -1)[torch.arange(59), torch.tensor(ids[3][1:])].tolist()
    assert difference([rows], [expected[3]]) < 1e-9


def llama_tied_linear(folder, vocabulary):
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=128, rms_norm_eps=1e-6, tie_word_embeddings=True,
        attention_bias=True, mlp_bias=True,
        rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0})
    save(randomize(LlamaForCausalLM(config), 4), folder)
    with safe_open(folder / "model.safetensors", "np") as tensors:
        assert "lm_head.weight" not in tensors.keys()
    model = load(LlamaForCausalLM, folder)
    ids = sequences(104, [2, 6, 19, 60], vocabulary)
    expected = log_probs(model, ids)
    write_expected(folder, ids, "logProbs", expected)
    assert_float32_agrees(LlamaForCausalLM, folder, lambda other: log_probs(other, ids), expected)
    assert_gains_and_biases_matter(model, lambda other: log_probs(other, ids), expected)
    other = load(LlamaForCausalLM, folder, disturbed_config(
        model, rope_parameters={"rope_type": "default", "rope_theta": 10000.0}))
    assert_matters("no rope scaling", expected, log_probs(other, ids))


def peft_seqcls(folder, vocabulary):
    base = folder / "base"
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, rms_norm_eps=1e-5, tie_word_embeddings=False)
    save(randomize(LlamaForCausalLM(config), 5), base)
    ids = sequences(105, [1, 2, 4, 9, 20, 33, 47, 64], vocabulary)
    everything = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    adapters = {
        "adapter": LoraConfig(
            task_type=TaskType.SEQ_CLS, r=4, lora_alpha=8, lora_dropout=0.0, target_modules=everything),
        "adapter-rslora": LoraConfig(
            task_type=TaskType.SEQ_CLS, r=4, lora_alpha=8, lora_dropout=0.0, use_rslora=True,
            target_modules=["q_proj", "v_proj"], layers_to_transform=[1]),
    }
    for number, (name, lora) in enumerate(adapters.items()):
        model = LlamaForSequenceClassification.from_pretrained(base, num_labels=1, dtype=torch.float32)
        model = get_peft_model(model, lora)
        generator = torch.Generator().manual_seed(50 + number)
        trained = 0
        with torch.no_grad():
            for key, parameter in sorted(model.named_parameters()):
                if parameter.requires_grad:
                    parameter.copy_(STD * torch.randn(parameter.shape, generator=generator))
                    trained += 1
        assert trained == (2 * 2 * 7 + 1 if name == "adapter" else 2 * 2 + 1), trained
        model.save_pretrained(folder / name, save_embedding_layers=False)
        (folder / name / "README.md").unlink(missing_ok=True)
        # PEFT keeps sets, in the order of the hash seed, and the path of the base on this machine.
        written = json.loads((folder / name / "adapter_config.json").read_text())
        written["base_model_name_or_path"] = "../base"
        for key, value in written.items():
            if isinstance(value, list):
                value.sort()
        (folder / name / "adapter_config.json").write_text(json.dumps(written, indent=2) + "\n")

        def scored(adapter, **changes):
            config = copy.deepcopy(lora)
            for key, value in changes.items():
                setattr(config, key, value)
            config.inference_mode = True
            plain = LlamaForSequenceClassification.from_pretrained(
                base, num_labels=1, dtype=torch.float64, attn_implementation="eager")
            return scores(PeftModel.from_pretrained(plain, adapter, config=config).double().eval(), ids)

        expected = scored(folder / name)
        write_expected(folder / name, ids, "scores", expected)
        assert_matters("lora_alpha 16", expected, scored(folder / name, lora_alpha=16))
        assert_matters("the other use_rslora", expected, scored(folder / name, use_rslora=not lora.use_rslora))
        # By hand: W + scale B A, merged into the base.
        scale = lora.lora_alpha / (math.sqrt(lora.r) if lora.use_rslora else lora.r)
        merged = load(LlamaForSequenceClassification, base, LlamaConfig.from_pretrained(base, num_labels=1))
        with safe_open(folder / name / "adapter_model.safetensors", "pt") as tensors:
            weights = {key.removeprefix("base_model.model."): tensors.get_tensor(key).double()
                       for key in tensors.keys()}
        with torch.no_grad():
            for key in weights:
                if key.endswith("lora_A.weight"):
                    module = key.removesuffix(".lora_A.weight")
                    delta = scale * weights[module + ".lora_B.weight"] @ weights[key]
                    merged.get_submodule(module).weight += delta
            merged.score.weight.copy_(weights["score.weight"])
        assert difference(expected, scores(merged, ids)) < 1e-4


def main(out):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(0)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "checkpoints"
        tokenizer = llama2_tokenizer()
        write_tokenizer(root / "tokenizer", tokenizer, [
            "a </s> b", "<s>", "</s></s>", "x<unk>", "<s> Hello", "the end</s>", "</s>\n### Score: 10<s>",
            "<unk> salmon <unk>", " <s> "])
        write_tokenizer(root / "tokenizer" / "bytelevel", llama3_tokenizer(), [
            "a <|end_of_text|> b", "<|begin_of_text|>", "<|end_of_text|><|end_of_text|>", "x<|begin_of_text|>",
            "<|begin_of_text|> Hello", "the end<|end_of_text|>", "<|end_of_text|>\n### Score: 10"])
        vocabulary = tokenizer.get_vocab_size()
        makers = {"llama-seqcls": llama_seqcls, "mistral": mistral, "llama-tied-linear": llama_tied_linear,
                  "peft-seqcls": peft_seqcls}
        for name, make in makers.items():
            make(root / name, vocabulary)
            home = root / name / ("base" if name == "peft-seqcls" else "")
            shutil.copy(root / "tokenizer" / "tokenizer.json", home)
        for path in root.rglob("*.json"):
            assert str(Path(work)) not in path.read_text(encoding="utf-8"), path
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        print(f"{size} bytes")
        assert size < 2_000_000
        shutil.copytree(root, out, dirs_exist_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
