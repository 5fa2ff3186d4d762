package dev.weir.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.CommandRun;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.server.WeirServer;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreCommandsTest {
  private static WeirServer weir;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
  }

  @AfterAll
  static void stop() {
    weir.close();
  }

  private static CommandRun run(String... args) {
    return CommandRun.at(weir.port(), args);
  }

  private static CommandRun done(String... args) {
    var run = run(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static String event(int number) {
    return "{\"name\":\"v1.Added\",\"args\":{\"n\":" + number + ",\"exact\":1.50}}";
  }

  private String file(String name, String... lines) throws Exception {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n").toString();
  }

  private String events(String name, int count) throws Exception {
    return file(name, IntStream.range(0, count).mapToObj(n -> event(n)).toArray(String[]::new));
  }

  @Test
  void push_ofLinesOrOfAnArray_givesTheEventsTheNextNumbers() throws Exception {
    assertThat(done("push", "both", events("two.jsonl", 2)).out()).contains("ends with event 2");
    var array = file("array.json", "[", event(2) + ",", event(3), "]");
    assertThat(done("push", "both", array, "--json").out())
        .contains("\"pushed\":2,\"found\":0,\"head\":4");

    assertThat(done("events", "both", "--json").lines())
        .hasSize(4)
        .element(3)
        .asString()
        .startsWith(
            "{\"name\":\"v1.Added\",\"args\":{\"n\":3,\"exact\":1.50},\"seqNum\":4,\"parentSeqNum\":3,")
        .contains("\"clientId\":\"weir-push\"");
  }

  @Test
  void events_withFromAndLimit_printsThoseAlone() throws Exception {
    done("push", "part", events("ten.jsonl", 10));

    assertThat(done("events", "part", "--from=4", "--limit=2").lines())
        .hasSize(2)
        .allMatch(line -> line.matches(" +[45]  \\d{4}-.*Z  weir-push  v1.Added  .*"));
  }

  @Test
  void events_withFollow_printsWhatComesLater() throws Exception {
    done("push", "tail", events("one.jsonl", 1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var following =
          threads.submit(() -> done("events", "tail", "--follow", "--limit=2", "--json"));
      done("push", "tail", events("later.jsonl", 1));
      assertThat(following.get().lines()).hasSize(2);
    }
  }

  @Test
  void events_ofAStoreThatIsNot_areNotFound() {
    var run = run("events", "nobodys");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(run.err()).contains("no store nobodys").doesNotContain("Exception");
  }

  @Test
  void push_bySeveralAtOnce_storesEachEventOnceInEachOnesOrder() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<CommandRun>>();
      for (int pusher = 0; pusher < 4; pusher++) {
        var file = events("of" + pusher, 1_200);
        var id = "pusher" + pusher;
        runs.add(threads.submit(() -> done("push", "busy", file, "--id", id)));
      }
      for (var run : runs) {
        assertThat(run.get().out()).contains("Pushed 1200 events");
      }
    }
    var seen = new HashMap<String, Integer>();
    for (String line : done("events", "busy", "--json").lines()) {
      String pusher = line.replaceFirst(".*\"sessionId\":\"(\\w+)\".*", "$1");
      int number = Integer.parseInt(line.replaceFirst(".*\"n\":(\\d+),.*", "$1"));
      assertThat(number).as(pusher).isEqualTo(seen.merge(pusher, 1, Integer::sum) - 1);
    }
    assertThat(seen.values()).containsOnly(1_200).hasSize(4);
  }

  @Test
  void push_repeatedWithItsId_goesOnWhereItStopped() throws Exception {
    done("push", "again", events("first.jsonl", 3), "--id=x");

    assertThat(done("push", "again", events("all.jsonl", 5), "--id=x").out())
        .contains("Pushed 2 events", "had 3 already");
    var other = run("push", "again", file("other.jsonl", event(9)), "--id=x");
    assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED.number());
    assertThat(other.err()).contains("event 1 from a push with --id x of other events");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"v1.A\",\"args\":{}} {| event 2",
        "{\"name\":\"v1.A\",\"args\":{}}~{\"args\":{}}| event 2 (line 2)",
        "{\"name\":\"v1.A\",\"arg\":{}}| no member arg",
        "[{\"name\":\"v1.A\",\"args\":{}}| cannot be pushed",
        "[{\"name\":\"v1.A\",\"args\":{}}] 7| something follows",
        "7| no JSON object",
      })
  void push_ofAFileWithAnError_namesItAndStoresNothing(String text, String why) throws Exception {
    var run = run("push", "untouched", file("bad", text.replace("~", "\n")));

    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_OPTION.number());
    assertThat(run.err()).contains(why, "Nothing was pushed");
    assertThat(run("events", "untouched").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void push_ofNoFile_saysThatThereIsNone() {
    var run = run("push", "untouched", directory.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_OPTION.number());
    assertThat(run.err()).contains("there is no file", "Nothing was pushed");
  }

  @Test
  void import_ofAnExport_isTheSameStore() throws Exception {
    done("push", "from", events("many.jsonl", 2_500));
    var exported = directory.resolve("from.export");

    assertThat(done("export", "from", exported.toString()).out()).contains("2500 events");
    assertThat(done("import", "to", exported.toString()).out()).contains("all its 2500 events");

    assertThat(done("events", "to", "--json").out())
        .isEqualTo(done("events", "from", "--json").out());
    assertThat(done("export", "to", "-").lines().subList(0, 2_500))
        .isEqualTo(Files.readAllLines(exported).subList(0, 2_500));
    assertThat(run("import", "to", exported.toString()).err()).contains("has events", "--resume");
    assertThat(run("export", "from", exported.toString()).err()).contains("exists", "--force");
  }

  @Test
  void import_resumed_goesOnBehindWhatIsThere() throws Exception {
    done("push", "origin", events("n.jsonl", 30), "--id=n");
    var whole = directory.resolve("whole").toString();
    done("export", "origin", whole);
    done("push", "half", events("some.jsonl", 10), "--id=n");

    assertThat(done("import", "half", whole, "--resume", "--json").out())
        .contains("\"imported\":20,\"found\":10,\"verified\":30");
    assertThat(done("import", "half", whole, "--resume", "--json").out())
        .contains("\"imported\":0,\"found\":30,\"verified\":30");

    done("push", "strange", events("strange.jsonl", 3));
    var strange = run("import", "strange", whole, "--resume");
    assertThat(strange.exitCode()).isEqualTo(ExitCode.WRONG_DATA.number());
    assertThat(strange.err()).contains("line 1 is another one");
    assertThat(done("events", "strange").lines()).hasSize(3);
  }

  @Test
  void import_ofAnEventThatLooksLikeTheEndOfAnExport_storesIt() throws Exception {
    append(
        "sly",
        "{\"weirExport\":1,\"store\":\"sly\",\"events\":0,\"head\":0,\"sha256\":\"\",\"name\":\"v1.Added\","
            + "\"args\":{},\"seqNum\":1,\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}");
    var exported = directory.resolve("sly").toString();

    done("export", "sly", exported);
    assertThat(done("import", "copied", exported).out()).contains("all its 1 events");
  }

  @Test
  void import_ofAFileThatIsNotWhole_storesNothing() throws Exception {
    done("push", "good", events("good.jsonl", 5));
    var export = directory.resolve("good");
    done("export", "good", export.toString());
    List<String> lines = Files.readAllLines(export);

    refused("cut off", lines.subList(0, 5));
    refused("tells of 5 events; it has 4", without(lines, 4));
    refused("not the one before it", without(lines, 2));
    refused(
        "it was changed", lines.stream().map(line -> line.replace("\"n\":3", "\"n\":4")).toList());
    refused(
        "something follows",
        List.of(lines.getLast().isEmpty() ? "" : String.join("\n", lines), "{}"));
  }

  private static List<String> without(List<String> lines, int index) {
    return IntStream.range(0, lines.size()).filter(i -> i != index).mapToObj(lines::get).toList();
  }

  private void refused(String why, List<String> lines) throws Exception {
    var run = run("import", "empty", file("damaged", lines.toArray(String[]::new)));
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_DATA.number());
    assertThat(run.err()).contains(why);
    assertThat(run("events", "empty").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void stores_listsThemWithTheirLastEvents() throws Exception {
    done("push", "list-b", events("b.jsonl", 2));
    done("push", "list-a", events("a.jsonl", 300));
    append("list-c", "written by hand");

    assertThat(done("stores", "--prefix=list-").lines())
        .hasSize(4)
        .satisfies(
            lines -> assertThat(lines.get(1)).matches("list-a +300 +300 +\\d+  \\d{4}-.*Z"),
            lines -> assertThat(lines.get(2)).matches("list-b +2 +2 .*"));
    assertThat(done("stores", "--prefix=list-", "--json").lines())
        .element(2)
        .asString()
        .startsWith("{\"stream\":\"list-c\",\"head\":0,\"records\":1,\"bytes\":");
  }

  private static void append(String stream, String... records) {
    try (var s2 = S2Client.connect(S2ClientConfig.at("http://127.0.0.1:" + weir.port()))) {
      var basin = s2.basin(new BasinName("livestore"));
      var unused = basin.ensureStream(new StreamName(stream), dev.weir.s2.StreamConfig.UNSET);
      var input =
          java.util.Arrays.stream(records).map(AppendRecord::of).collect(Collectors.toList());
      var ack = basin.stream(new StreamName(stream)).append(AppendInput.of(input));
      assertThat(ack.tail().seqNum()).isPositive();
    }
  }

  @Test
  void events_withNamesThatATerminalObeys_areShownWithoutThem() throws Exception {
    done("push", "escape", file("escape", "{\"name\":\"v1.\\u001b[2J\",\"args\":\"\\u0007\"}"));

    assertThat(done("events", "escape").out()).doesNotContain("\u001b").contains("v1.\uFFFD[2J");
  }

  @Test
  void data_ofAStoppedWeir_isReadAndWrittenDirectly() throws Exception {
    var data = "--data=" + directory.resolve("data");
    try (var stopped =
        WeirServer.start(UpConfig.on(new S2Source.OnDisk(directory.resolve("data"))))) {
      assertThat(CommandRun.at(stopped.port(), "push", "mine", events("m", 2)).exitCode()).isZero();
      var inUse = CommandRun.of("events", "mine", data);
      assertThat(inUse.exitCode()).isEqualTo(ExitCode.FAILED.number());
      assertThat(inUse.err()).contains("in use", "If a running Weir has it", "--endpoint");
    }
    assertThat(CommandRun.of("push", "mine", events("more", 1), data).exitCode()).isZero();
    assertThat(CommandRun.of("events", "mine", data).lines()).hasSize(3);
    var missing = CommandRun.of("stores", "--data=" + directory.resolve("nowhere"));
    assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(missing.err()).contains("is no directory");
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void commands_toNobody_saySo() {
    int port = weir.port();
    var run = CommandRun.of("stores", "--endpoint=http://127.0.0.1:1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(run.err()).contains("Is there a Weir").doesNotContain("\tat ");
    assertThat(CommandRun.of("stores", "--endpoint=ftp://x").exitCode()).isEqualTo(2);
    assertThat(CommandRun.at(port, "stores", "--data=x").err()).contains("Give one of them");
  }
}
