package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code adapter_config.json} of an adapter that is about to be written. Only keys that PEFT
 * has had for long are in it: versions of PEFT warn of keys that are younger than they are, and old
 * ones fail.
 */
final class AdapterJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private AdapterJson() {}

  /** R and alpha at a site. */
  record Strength(int rank, double alpha) {}

  /** PEFT's name for what the adapted model is for. */
  enum Task {
    CAUSAL_LM,
    SEQ_CLS,

    /** The key is null: PEFT then takes the model as it is. */
    NONE
  }

  static String of(Map<Site, Strength> sites, int layers, Task task, String baseName) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    int rank = mostFrequent(sites.values(), Strength::rank);
    double alpha = mostFrequent(sites.values(), Strength::alpha);
    ObjectNode alphas = root.putObject("alpha_pattern");
    root.put("base_model_name_or_path", baseName);
    root.put("bias", "none");
    root.put("fan_in_fan_out", false);
    root.put("inference_mode", true);
    root.put("init_lora_weights", true);
    putNumber(root, "lora_alpha", alpha);
    root.put("lora_dropout", 0.0);
    if (task == Task.SEQ_CLS) {
      root.putArray("modules_to_save").add("score");
    } else {
      root.putNull("modules_to_save");
    }
    root.put("peft_type", "LORA");
    root.put("r", rank);
    ObjectNode ranks = root.putObject("rank_pattern");
    ArrayNode targets = root.putArray("target_modules");
    targets(sites.keySet(), layers).forEach(targets::add);
    root.put("task_type", task == Task.NONE ? null : task.name());
    sites.forEach(
        (site, strength) -> {
          if (strength.rank() != rank) {
            ranks.put(path(site), strength.rank());
          }
          if (strength.alpha() != alpha) {
            putNumber(alphas, path(site), strength.alpha());
          }
        });
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /** A projection by its name where it is adapted in all layers, else by its paths. */
  private static Collection<String> targets(Collection<Site> sites, int layers) {
    Map<Projection, Long> counts =
        sites.stream().collect(Collectors.groupingBy(Site::projection, Collectors.counting()));
    TreeSet<String> targets = new TreeSet<>();
    for (Site site : sites) {
      boolean everywhere = counts.getOrDefault(site.projection(), 0L) == layers;
      String path = path(site);
      targets.add(everywhere ? path.substring(path.lastIndexOf('.') + 1) : path);
    }
    return targets;
  }

  /** {@return the value that needs no pattern; of equally frequent ones the smallest} */
  private static <T extends Comparable<T>> T mostFrequent(
      Collection<Strength> strengths, Function<Strength, T> part) {
    Map<T, Long> counts =
        strengths.stream()
            .collect(Collectors.groupingBy(part, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .min(
            Map.Entry.<T, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .orElseThrow()
        .getKey();
  }

  /** PEFT's own alphas are whole numbers. */
  private static void putNumber(ObjectNode object, String key, double value) {
    if (value == Math.rint(value) && value <= Integer.MAX_VALUE) {
      object.put(key, (int) value);
    } else {
      object.put(key, value);
    }
  }

  private static String path(Site site) {
    return site.projection().pathIn(site.layer());
  }
}
