package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.preference.ResponsePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Few steps of every stage: that they can be made, saved, opened and asked; not that they teach.
 */
class BaseTrainingTest {

  private static final List<BaseTraining.Stage> STAGES =
      BaseTraining.stages().stream()
          .map(stage -> new BaseTraining.Stage(1, stage.rate(), stage.level(), stage.mixture()))
          .toList();

  @TempDir Path folder;

  @Test
  void run_aStepOfEachStage_makesAModelThatJudgesItsOwnResponses() throws IOException {
    List<Long> heard = new ArrayList<>();
    Monitor monitor = (done, total) -> heard.add(done);
    Path base = run(folder, STAGES, monitor);
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), heard);

    try (OnnxLanguageModel model = OnnxLanguageModel.open(base)) {
      Tasks tasks = new Tasks(World.standard());
      Labels labels = new Labels(model, tasks, new RunSeed(1));
      List<ResponsePair> pairs = labels.pairs(2, Monitor.none());
      assertTrue(pairs.size() >= 6, "pairs: " + pairs.size());
      var judged = labels.judge(pairs.subList(0, 4), Monitor.none());
      assertEquals(4, judged.size());
      judged.values().forEach(list -> assertEquals(10, list.size()));
    }
  }

  @Test
  void run_stoppedBehindAStage_goesOnThere_withTheSameResult() throws IOException {
    List<BaseTraining.Stage> two = STAGES.subList(0, 2);
    Path whole = run(folder.resolve("whole"), two, Monitor.none());

    List<Long> heard = new ArrayList<>();
    Path stopped = folder.resolve("stopped");
    run(stopped, two.subList(0, 1), Monitor.none());
    Path goneOn = run(stopped, two, (done, total) -> heard.add(done));

    assertEquals(List.of(1L, 2L), heard);
    assertEquals(-1, Files.mismatch(weights(whole), weights(goneOn)));
    assertNotEquals(-1, Files.mismatch(weights(whole), weights(stopped.resolve("stage-1"))));
  }

  private static Path run(Path folder, List<BaseTraining.Stage> stages, Monitor monitor)
      throws IOException {
    return new BaseTraining(1).run(folder, stages, monitor, note -> {});
  }

  private static Path weights(Path checkpoint) {
    return checkpoint.resolve("model.safetensors");
  }
}
