package dev.weir.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.CommandRun;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.server.WeirServer;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  private static WeirServer weir;

  @BeforeAll
  static void start() {
    weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
    write("well", event(1, 0, "a"), event(2, 1, "b"));
    write(
        "sick",
        event(1, 0, "a"),
        event(1, 0, "loser"),
        event(2, 1, "b"),
        event(2, 1, "b"),
        "no event",
        event(9, 8, "c"),
        event(3, 2, "d"));
  }

  @AfterAll
  static void stop() {
    weir.close();
  }

  /// As a proxy without conditions appends.
  private static void write(String stream, String... bodies) {
    try (var s2 = S2Client.connect(S2ClientConfig.at("http://127.0.0.1:" + weir.port()))) {
      var basin = new BasinName("livestore");
      assertThat(s2.ensureBasin(basin, BasinConfig.DEFAULT)).isNotNull();
      var name = new StreamName(stream);
      assertThat(s2.basin(basin).ensureStream(name, StreamConfig.UNSET)).isNotNull();
      var records = Stream.of(bodies).map(AppendRecord::of).toList();
      assertThat(s2.basin(basin).stream(name).append(AppendInput.of(records))).isNotNull();
    }
  }

  private static String event(int number, int parent, String text) {
    return "{\"name\":\"v1.Added\",\"args\":{\"text\":\"%s\"},\"seqNum\":%d,\"parentSeqNum\":%d,\"clientId\":\"c\",\"sessionId\":\"s\"}"
        .formatted(text, number, parent);
  }

  private static CommandRun run(String... args) {
    return CommandRun.at(weir.port(), args);
  }

  @Test
  void doctor_ofAWellStore_findsNothing() {
    var run = run("doctor", "well");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("well: 2 records, 2 events, the last is 2; nothing is wrong");
  }

  @Test
  void doctor_ofAll_findsEachRecordThatIsWrongAndSaysSoByItsExitCode() {
    var run = run("doctor", "--all");
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_DATA.number());
    assertThat(run.lines())
        .contains(
            "sick, record 1, fork: event 1 (v1.Added, c) follows 0, but the chain had come to 1:"
                + " lost to others",
            "sick, record 3, doubled: event 2 (v1.Added, c) is stored once more",
            "sick, record 4, foreign: a record of 8 bytes that is no event",
            "sick: 7 records, 3 events, the last is 3; found: 1 doubled, 1 foreign, 1 fork, 1"
                + " missing",
            "well: 2 records, 2 events, the last is 2; nothing is wrong");
    assertThat(run("doctor", "sick", "--json", "--findings=1").lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"healthy\":false,\"findings\":{\"doubled\":1,\"foreign\":1,");
  }

  @Test
  void repair_writesAHealthyCopyElsewhereAndLeavesTheStoreAlone() {
    for (String to : new String[] {"--to-store=mended", "--to-basin=mended-basin"}) {
      var repaired = run("doctor", "sick", "--repair", to);
      assertThat(repaired.exitCode()).as(repaired.err()).isZero();
      assertThat(repaired.out()).contains("a repaired copy of 7 records is stream ");
    }

    assertThat(run("doctor", "mended").out()).contains("3 events, the last is 3; nothing is wrong");
    assertThat(run("events", "sick", "--basin=mended-basin", "--json").out())
        .isEqualTo(run("events", "sick", "--json").out());
    assertThat(run("doctor", "sick").exitCode()).isEqualTo(ExitCode.WRONG_DATA.number());
  }

  @Test
  void repair_inPlace_isRefused() {
    assertThat(run("doctor", "sick", "--repair").exitCode()).isEqualTo(2);
    var same = run("doctor", "sick", "--repair", "--to-store=sick");
    assertThat(same.exitCode()).isEqualTo(2);
    assertThat(same.err()).contains("would be the stream itself");
    assertThat(run("doctor").err()).contains("name one STORE, or give --all");
    assertThat(run("doctor", "nobodys").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
  }
}
