package dev.weir.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StacksTest {
  private static final String COLLAPSED =
      """
      java/lang/Thread.run;dev/weir/s2/lite/Committer.run;org/rocksdb/RocksDB.write;fdatasync 60
      java/lang/Thread.run;dev/weir/s2/lite/Committer.run;org/rocksdb/RocksDB.write;rocksdb::DBImpl::Write 30
      java/lang/Thread.run;io/netty/channel/X.read;java/util/List<T>.get 9
      java/lang/Thread.run;dev/weir/s2/lite/Rare.call 1
      """;

  @TempDir private Path directory;

  @Test
  void costs_ofStacks_countTheInnermostKnownCallAndSayWhoMadeIt() throws Exception {
    assertThat(Costs.of(read()))
        .containsExactly(
            new Costs.Share("files: writing, reading, syncing", 0.6, "weir.Committer.run (100 %)"),
            new Costs.Share("RocksDB", 0.3, "weir.Committer.run (100 %)"),
            new Costs.Share("the rest of the JDK", 0.09, ""),
            new Costs.Share("Weir: store", 0.01, "weir.Rare.call (100 %)"));
  }

  @Test
  void flameGraph_ofStacks_showsSharesWithoutThoseTooNarrowToSee() throws Exception {
    var file = directory.resolve("flames.svg");
    new FlameGraph("a < b", read()).write(file);

    assertThat(Files.readString(file))
        .contains("a &lt; b", "<title>weir.Committer.run 90.0%</title>", "fdatasync 60.0%")
        .contains("List&lt;T&gt;.get 9.0%", "weir.Rare.call 1.0%")
        .doesNotContain("Thread.run");
  }

  private Stacks read() throws Exception {
    return Stacks.read(Files.writeString(directory.resolve("stacks"), COLLAPSED));
  }
}
