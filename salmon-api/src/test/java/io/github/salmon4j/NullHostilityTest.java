package io.github.salmon4j;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import io.github.salmon4j.reward.RewardBreakdown;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Passes null to every parameter of every public constructor and method of the exported packages,
 * and null elements in every collection: each must throw {@link NullPointerException}.
 */
class NullHostilityTest {

  private static final Map<Class<?>, Object> SAMPLES = samples();

  private static Map<Class<?>, Object> samples() {
    Principle principle = Principle.of("A", "Do a.", "Do not a.");
    Prompt prompt = Prompt.of("Why?");
    TokenIds ids = TokenIds.of(1);
    TokenLogProbs logProbs = TokenLogProbs.of(-1);
    TokenSequence sequence = new TokenSequence(ids, ids);
    StatedPrinciple stated = principle.stated(Polarity.AFFIRMED);
    RewardScore score = new RewardScore(0, 1, 0);
    RatioReport ratio = new RatioReport(1, 0, 0, 0, 0, 0, 1, 1);
    Guideline guideline = Guideline.of(principle);
    RolloutTrace trace = new RolloutTrace(0, 0, "text", score, FloatMatrix.of(1, 1, 1));
    Rollout rollout =
        new Rollout(
            prompt,
            guideline,
            sequence,
            FinishReason.FINISHED,
            logProbs,
            logProbs,
            List.of(),
            trace);
    UpdateReport update = new UpdateReport(1, 0, 0, ratio, ratio, 0, 0, 0, 0);
    List<Object> values =
        List.of(
            "text",
            principle,
            prompt,
            ids,
            logProbs,
            sequence,
            stated,
            score,
            guideline,
            rollout,
            PrincipleSet.of(principle),
            new ResponsePair(prompt, "x", "y"),
            new RolloutBatch(List.of(rollout)),
            ratio,
            update,
            trace,
            StepPhase.SCORE,
            new RewardComponent("term", 1),
            new RewardBreakdown.Part(stated, score),
            new Generation(ids, logProbs, FinishReason.FINISHED),
            GenerationSettings.greedy(1),
            new GenerationRequest(ids, 1),
            new String[] {"x"},
            FloatMatrix.of(1, 1, 1),
            ValidTokens.of(1, 1, true),
            FinishReason.FINISHED,
            Polarity.AFFIRMED,
            PromptKind.GENERAL,
            1,
            1L,
            0.5,
            0.5f,
            true,
            new int[] {1},
            new float[] {-1},
            new boolean[] {true},
            new PromptKind[] {PromptKind.GENERAL},
            new Principle[] {principle});
    Map<Class<?>, Object> samples = new HashMap<>();
    values.forEach(value -> samples.put(value.getClass(), value));
    samples.put(Principle.class, principle);
    samples.put(StepOutcome.class, new StepOutcome.Skipped(StepPhase.SCORE, "NaN", List.of()));
    samples.put(Monitor.class, Monitor.none());
    samples.put(GenerationListener.class, GenerationListener.of(Monitor.none()));
    samples.put(int.class, 1);
    samples.put(long.class, 1L);
    samples.put(double.class, 0.5);
    return samples;
  }

  @TestFactory
  Stream<DynamicTest> exportedTypes_rejectNull() {
    return exportedTypes().stream()
        .flatMap(type -> callables(type).stream())
        .map(call -> DynamicTest.dynamicTest(call.toGenericString(), () -> rejectsNull(call)));
  }

  @Test
  void exportedTypes_areFound() {
    List<Class<?>> types = exportedTypes();
    assertTrue(types.contains(RewardBreakdown.Part.class), types::toString);
    assertTrue(types.contains(Prompt.class), types::toString);
    int calls = types.stream().mapToInt(type -> callables(type).size()).sum();
    assertTrue(calls >= 30, () -> calls + " constructors and methods");
  }

  /** Abstract methods are left out: their implementations are not here. */
  private static List<Executable> callables(Class<?> type) {
    List<Executable> all = new ArrayList<>(Arrays.asList(type.getConstructors()));
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.getName().equals("equals") && !method.isSynthetic())
        .forEach(all::add);
    return all.stream()
        .filter(call -> Modifier.isPublic(call.getModifiers()))
        .filter(call -> !Modifier.isAbstract(call.getModifiers()))
        .filter(call -> Modifier.isStatic(call.getModifiers()) || receiver(call) != Missing.VALUE)
        .filter(call -> Arrays.stream(call.getParameterTypes()).anyMatch(t -> !t.isPrimitive()))
        .toList();
  }

  private enum Missing {
    VALUE
  }

  private static Object receiver(Executable call) {
    return call instanceof Method
        ? SAMPLES.getOrDefault(call.getDeclaringClass(), Missing.VALUE)
        : call;
  }

  private static void rejectsNull(Executable call) throws ReflectiveOperationException {
    Type[] types = call.getGenericParameterTypes();
    for (int i = 0; i < types.length; i++) {
      for (Object hostile : hostile(types[i])) {
        Object[] arguments = Arrays.stream(types).map(NullHostilityTest::sample).toArray();
        arguments[i] = hostile;
        String what = call + ", parameter " + i + " = " + hostile;
        InvocationTargetException thrown =
            assertThrows(InvocationTargetException.class, () -> invoke(call, arguments), what);
        assertInstanceOf(NullPointerException.class, thrown.getCause(), what);
      }
    }
  }

  private static void invoke(Executable call, Object[] arguments)
      throws ReflectiveOperationException {
    if (call instanceof Method method) {
      method.invoke(receiver(method), arguments);
    } else {
      ((Constructor<?>) call).newInstance(arguments);
    }
  }

  /** Null itself, and for a collection or array of references also one that holds null. */
  private static List<Object> hostile(Type type) {
    List<Object> hostile = new ArrayList<>();
    if (type instanceof ParameterizedType generic) {
      hostile.add(null);
      hostile.add(
          generic.getRawType() == Set.class
              ? Collections.singleton(null)
              : Collections.singletonList(null));
    } else if (type instanceof Class<?> raw && !raw.isPrimitive()) {
      hostile.add(null);
      if (raw.isArray() && !raw.getComponentType().isPrimitive()) {
        hostile.add(Array.newInstance(raw.getComponentType(), 1));
      }
    }
    return hostile;
  }

  private static Object sample(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      Object value = sample(element instanceof WildcardType w ? w.getUpperBounds()[0] : element);
      return generic.getRawType() == Set.class ? Set.of(value) : List.of(value);
    }
    Object value = SAMPLES.get(type);
    assertTrue(value != null, () -> "no sample of " + type);
    return value;
  }

  private static List<Class<?>> exportedTypes() {
    Set<String> packages =
        ModuleFinder.of(classesFolder()).findAll().stream()
            .flatMap(module -> module.descriptor().exports().stream())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertTrue(packages.size() >= 8, () -> "exported packages: " + packages);
    try (Stream<Path> files = Files.walk(classesFolder())) {
      Path root = classesFolder();
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> root.relativize(file).toString())
          .map(name -> name.replace(".class", "").replace(File.separatorChar, '.'))
          .filter(name -> name.contains(".") && !name.endsWith("package-info"))
          .<Class<?>>map(NullHostilityTest::load)
          .filter(type -> packages.contains(type.getPackageName()))
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classesFolder() {
    try {
      URI location = Monitor.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Monitor.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
