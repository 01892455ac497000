package io.github.salmon4j.onnx.checkpoint;

import java.util.Set;

/**
 * Keys that Python's libraries write into configuration files and that cannot change a forward pass
 * of the supported models. A key outside these lists is refused unless a reader knows it.
 */
final class IgnoredKeys {

  /** Keys of {@code config.json}. */
  static final Set<String> MODEL =
      Set.of(
          // Where the file comes from.
          "_commit_hash",
          "_name_or_path",
          "base_model_name_or_path",
          "finetuning_task",
          "transformers_version",
          "unsloth_fixed",
          "unsloth_version",
          // How Python runs the model; every way computes the same function.
          "_attn_implementation",
          "_attn_implementation_autoset",
          "_attn_implementation_internal",
          "_experts_implementation",
          "_flash_attn_2_enabled",
          "attn_implementation",
          "chunk_size_feed_forward",
          "dtype",
          "gradient_checkpointing",
          "output_attentions",
          "output_hidden_states",
          "return_dict",
          "tf_legacy_loss",
          "torch_dtype",
          "torchscript",
          "use_bfloat16",
          "use_cache",
          // Training: initial values, dropout, which loss a label gets.
          "attention_dropout",
          "classifier_dropout",
          "hidden_dropout",
          "initializer_range",
          "label2id",
          "problem_type",
          "resid_pdrop",
          // The tokenizer's business.
          "decoder_start_token_id",
          "max_sequence_length",
          "model_max_length",
          "prefix",
          "sep_token_id",
          "tokenizer_class",
          // Encoder-decoder models only; the readers refuse is_encoder_decoder.
          "cross_attention_hidden_size",
          "is_decoder",
          "tie_encoder_decoder",
          // Generation settings, which older versions wrote here.
          "bad_words_ids",
          "begin_suppress_tokens",
          "diversity_penalty",
          "do_sample",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "exponential_decay_length_penalty",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "length_penalty",
          "max_length",
          "max_new_tokens",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "output_scores",
          "remove_invalid_values",
          "repetition_penalty",
          "return_dict_in_generate",
          "suppress_tokens",
          "task_specific_params",
          "temperature",
          "top_k",
          "top_p",
          "typical_p");

  /** Keys of {@code adapter_config.json}. */
  static final Set<String> ADAPTER =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          // Initialization from data leaves only its result behind, in the tensors.
          "eva_config",
          "inference_mode",
          "lora_dropout",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision");

  private IgnoredKeys() {}
}
