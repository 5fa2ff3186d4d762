package dev.weir.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.Weir;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.server.WeirServer;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.lite.S2Lite;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
  private static final BasinName BASIN = new BasinName("test-basin");
  private static final StreamName STREAM = new StreamName("orders");

  @TempDir Path parent;
  private final StringWriter errors = new StringWriter();

  @Test
  void restore_ofABackup_makesADataDirectoryWithTheSameRecords() {
    try (S2Lite store = S2Lite.open(parent.resolve("data"))) {
      store.createBasin(BASIN, BasinConfig.DEFAULT);
      store.basin(BASIN).createStream(STREAM, StreamConfig.UNSET);
      store.basin(BASIN).stream(STREAM).append(AppendInput.of(AppendRecord.of("hello")));
    }
    assertThat(run("backup", path("data"), path("backup"))).isZero();
    assertThat(run("restore", path("backup"), path("restored"))).isZero();
    try (S2Lite store = S2Lite.open(parent.resolve("restored"))) {
      var batch = store.basin(BASIN).stream(STREAM).read(ReadRequest.fromSeqNum(0));
      assertThat(batch.records().getFirst().body().utf8()).isEqualTo("hello");
    }
  }

  @Test
  void backup_ofADirectoryInUse_failsAndSaysSo() {
    try (S2Lite store = S2Lite.open(parent.resolve("data"))) {
      assertThat(run("backup", path("data"), path("backup"))).isEqualTo(ExitCode.FAILED.number());
      assertThat(errors.toString()).contains("in use");
      assertThat(store.isHealthy()).isTrue();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void sockets_ofADirectoryThatOthersMayUse_areItsOwnersAlone() throws Exception {
    var data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (var weir = WeirServer.start(UpConfig.on(new S2Source.OnDisk(data)))) {
      assertThat(weir.port()).isPositive();
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("backup"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void backup_ofARunningWeir_isMadeByItWhileItServes() {
    var data = parent.resolve("data");
    try (var weir = WeirServer.start(UpConfig.on(new S2Source.OnDisk(data)))) {
      try (var s2 = S2Client.connect(S2ClientConfig.at("http://127.0.0.1:" + weir.port()))) {
        s2.createBasin(BASIN, BasinConfig.DEFAULT);
        s2.basin(BASIN).createStream(STREAM, StreamConfig.UNSET);
        var stream = s2.basin(BASIN).stream(STREAM);
        stream.append(AppendInput.of(AppendRecord.of("before")));
        assertThat(run("backup", path("data"), path("backup"))).as(errors.toString()).isZero();
        stream.append(AppendInput.of(AppendRecord.of("after")));
        assertThat(run("backup", path("data"), path("backup"))).isEqualTo(ExitCode.FAILED.number());
        assertThat(errors.toString()).contains("the running Weir: failed");
      }
    }
    assertThat(data.resolve("backup")).doesNotExist();
    assertThat(run("restore", path("backup"), path("restored"))).isZero();
    try (S2Lite store = S2Lite.open(parent.resolve("restored"))) {
      var batch = store.basin(BASIN).stream(STREAM).read(ReadRequest.fromSeqNum(0));
      assertThat(batch.records()).hasSize(1);
    }
  }

  @Test
  void backup_ofAMissingDirectory_failsAndCreatesNothing() {
    assertThat(run("backup", path("nothing"), path("backup")))
        .isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(errors.toString()).contains("is no directory");
    assertThat(parent.resolve("nothing")).doesNotExist();
  }

  @Test
  void restore_ofWhatIsNoBackup_failsAndSaysSo() {
    assertThat(run("restore", path("nothing"), path("restored")))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(errors.toString()).contains("is no backup");
  }

  private String path(String name) {
    return parent.resolve(name).toString();
  }

  private int run(String... args) {
    return Weir.commandLine().setErr(new PrintWriter(errors, true)).execute(args);
  }
}
