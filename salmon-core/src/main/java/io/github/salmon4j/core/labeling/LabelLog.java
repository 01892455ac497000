package io.github.salmon4j.core.labeling;

import com.google.common.collect.Lists;
import io.github.salmon4j.core.checkpoint.ProcessLock;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * A judge's raw margins in a file that only grows, so that no opinion is paid for twice.
 *
 * <p>The first line says what the labels agree in, each further line holds the margins of one pair
 * in nats, {@code [d12, d21]} for each principle in the header's order:
 *
 * <pre>{@code
 * {"format":"salmon4j labels","version":1,"judge":"...","template":"...","totalTokens":1536,
 *  "principleSet":"...","principles":["Concise","Honest"]}
 * {"pair":"9f86...","left":1,"margins":[[0.5,1.25],[-2.0,-0.125]]}
 * {"pair":"6030...","left":0,"margins":[[1.5,0.75],[0.25,-0.5]]}
 * }</pre>
 *
 * <p>A pair is named by SHA-256 over the texts of its prompt and responses; kind and length
 * multiplier of a prompt, which a judge is not shown, do not count. {@code left} says how many
 * pairs of the same call of the model follow: a call is the unit in which labels are written,
 * forced to the disk and kept. A process killed in between leaves part of a call at most, which
 * opening the log cuts off; so a run that goes on makes the same calls as one that was never
 * killed, and the same bytes. Numbers are written with as many digits as give the same double
 * again.
 *
 * <p>One process can have a log open, once; a file beside it, named like it with {@code .lock}
 * behind, sees to that and stays. Others may read the log meanwhile. Methods may be called by many
 * threads.
 */
public final class LabelLog implements AutoCloseable {

  private final Path file;
  private final LabelIdentity identity;
  private final ProcessLock lock;
  private final FileChannel channel;
  private final Map<String, double[]> margins;

  private LabelLog(
      Path file,
      LabelIdentity identity,
      ProcessLock lock,
      FileChannel channel,
      Map<String, double[]> margins) {
    this.file = file;
    this.identity = identity;
    this.lock = lock;
    this.channel = channel;
    this.margins = margins;
  }

  /**
   * Opens a log, or begins one if the file does not exist.
   *
   * <p>Whatever a killed process left behind the last finished call is cut off. Nothing is changed
   * if an exception is thrown.
   *
   * @param file the log; its folder must exist
   * @param identity what its labels agree in, see {@link Judge#identity}
   * @return the log, to be closed
   * @throws IllegalArgumentException if the log is another identity's, the message says in what, or
   *     a line is malformed; the message begins with file and line
   * @throws IllegalStateException if the log is open already, here or in another process
   * @throws UncheckedIOException if the file cannot be read and written
   */
  public static LabelLog open(Path file, LabelIdentity identity) {
    Objects.requireNonNull(identity, "identity");
    try {
      Path real = realPath(file);
      ProcessLock lock =
          ProcessLock.of(real.resolveSibling(real.getFileName() + ".lock"), real, "log");
      try {
        return open(real, identity, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static LabelLog open(Path file, LabelIdentity identity, ProcessLock lock)
      throws IOException {
    boolean exists = Files.exists(file);
    Map<String, double[]> margins = Map.of();
    long kept = 0;
    if (exists) {
      LogScan scan = LogScan.of(file, identity);
      margins = scan.margins();
      kept = scan.finishedBytes();
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    LabelLog log = new LabelLog(file, identity, lock, channel, new HashMap<>(margins));
    try {
      log.cut(kept);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return log;
  }

  /** One log has one real path, whichever links lead to it. */
  private static Path realPath(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path absolute = file.toAbsolutePath();
    return Objects.requireNonNull(absolute.getParent(), "folder")
        .toRealPath()
        .resolve(Objects.requireNonNull(absolute.getFileName(), "file name"));
  }

  private void cut(long bytes) throws IOException {
    channel.truncate(bytes);
    channel.position(bytes);
    if (bytes == 0) {
      write(LogLine.header(identity) + "\n");
      forceFolder();
    }
  }

  /** {@return what the labels agree in} */
  public LabelIdentity identity() {
    return identity;
  }

  /** {@return how many pairs have labels} */
  public synchronized int size() {
    return margins.size();
  }

  /**
   * {@return whether a pair has labels, one for every principle of the identity}
   *
   * @param pair the pair; its responses in this order
   */
  public boolean contains(ResponsePair pair) {
    return contains(PairKey.of(pair));
  }

  synchronized boolean contains(String key) {
    return margins.containsKey(key);
  }

  /**
   * {@return the labels of a pair, one for every principle of the identity in order}
   *
   * @param pair the pair; its responses in this order
   * @throws NoSuchElementException if it has none
   */
  public List<PreferenceLabel> labels(ResponsePair pair) {
    String key = PairKey.of(pair);
    double[] numbers;
    synchronized (this) {
      numbers = margins.get(key);
    }
    if (numbers == null) {
      throw new NoSuchElementException(file + ": expected labels of pair " + key + ", found none");
    }
    List<Principle> principles = identity.principles().principles();
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int p = 0; p < principles.size(); p++) {
      labels.add(new PreferenceLabel(pair, principles.get(p), numbers[2 * p], numbers[2 * p + 1]));
    }
    return labels;
  }

  /**
   * Appends the labels of one call and forces them to the disk.
   *
   * @param labels all principles of each pair, pair by pair
   * @throws IllegalStateException if a pair has labels already, or the log is closed
   */
  synchronized void append(List<PreferenceLabel> labels) {
    if (!channel.isOpen()) {
      throw new IllegalStateException(file + ": expected an open log, found it closed");
    }
    List<List<PreferenceLabel>> pairs = Lists.partition(labels, identity.principles().size());
    Map<String, double[]> added = new LinkedHashMap<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < pairs.size(); i++) {
      String key = PairKey.of(pairs.get(i).get(0).pair());
      if (margins.containsKey(key) || added.put(key, numbers(pairs.get(i))) != null) {
        throw new IllegalStateException(
            file + ": expected a pair without labels, found " + key + " again");
      }
      lines.append(LogLine.pair(key, pairs.size() - 1 - i, pairs.get(i))).append('\n');
    }
    try {
      write(lines.toString());
    } catch (IOException e) {
      close(); // Whatever was written is cut off when the log is opened again.
      throw new UncheckedIOException(file.toString(), e);
    }
    margins.putAll(added);
  }

  private static double[] numbers(List<PreferenceLabel> labels) {
    return labels.stream()
        .flatMapToDouble(l -> DoubleStream.of(l.marginInOrder(), l.marginSwapped()))
        .toArray();
  }

  private void write(String lines) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    while (left.hasRemaining()) {
      channel.write(left);
    }
    channel.force(true);
  }

  /** A new file is there after a loss of power only if its folder was forced, too. */
  private void forceFolder() throws IOException {
    FileChannel folder;
    try {
      folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ);
    } catch (IOException e) {
      return; // Windows opens no folders, and keeps its own journal of them.
    }
    try (folder) {
      folder.force(true);
    }
  }

  /**
   * Closes the log for others to open; closing twice does no harm.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public synchronized void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
