package io.github.salmon4j.benchmarks;

import io.github.salmon4j.onnx.runtime.WeightPrecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line of some paths and then settings, {@code name=value}. */
final class Arguments {

  private final List<String> positional = new ArrayList<>();
  private final Map<String, String> named = new HashMap<>();

  private Arguments() {}

  static Arguments parse(String[] args, int paths) {
    Arguments arguments = new Arguments();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (arguments.positional.size() < paths) {
        arguments.positional.add(arg);
      } else if (equals > 0) {
        arguments.named.put(arg.substring(0, equals), arg.substring(equals + 1));
      } else {
        throw new IllegalArgumentException("argument: expected name=value, found " + arg);
      }
    }
    if (arguments.positional.size() < paths) {
      throw new IllegalArgumentException("expected " + paths + " paths, found " + args.length);
    }
    return arguments;
  }

  String positional(int index) {
    return positional.get(index);
  }

  int integer(String name, int otherwise) {
    return Integer.parseInt(named.getOrDefault(name, Integer.toString(otherwise)));
  }

  /** {@return the setting {@code precision}, such as {@code int4/128}; float32 without it} */
  WeightPrecision precision() {
    String text = text("precision", "float32");
    return switch (text) {
      case "float32" -> WeightPrecision.float32();
      case "int8" -> WeightPrecision.int8();
      case "int4" -> WeightPrecision.int4();
      case "int4/128" -> WeightPrecision.int4(128);
      case "int4/256" -> WeightPrecision.int4(256);
      default ->
          throw new IllegalArgumentException(
              "precision: expected float32, int8, int4, int4/128 or int4/256, found " + text);
    };
  }

  String text(String name, String otherwise) {
    return named.getOrDefault(name, otherwise);
  }
}
