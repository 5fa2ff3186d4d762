package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.Producer;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.Compression;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The snippets of the guide, `docs/s2-sdk.md`: what stands there between the lines of a region
/// stands here, and runs.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExamplesTest {
  private static final BasinName BASIN = new BasinName("example-basin");

  private Store store;
  private S2 s2;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  ExamplesTest() {}

  @BeforeAll
  void open() throws IOException, InterruptedException {
    store = Store.open(Store.Kind.HTTP_2);
    s2 = store.s2();
    s2.ensureBasin(BASIN, BasinConfig.DEFAULT);
  }

  @AfterAll
  void close() {
    store.close();
  }

  private S2Stream stream(String name) {
    s2.basin(BASIN).ensureStream(new StreamName(name), StreamConfig.UNSET);
    return s2.basin(BASIN).stream(new StreamName(name));
  }

  @Test
  void connect() {
    String endpoint = "http://127.0.0.1:" + store.port();
    // region connect
    var config =
        S2ClientConfig.at(endpoint) // s2-lite or Weir; S2ClientConfig.cloud(token) for S2 Cloud
            .withAccessToken(new AccessToken("ignored"))
            .withRequestTimeout(Duration.ofSeconds(10))
            .withCompression(Compression.ZSTD);
    try (S2 s2 = S2Client.connect(config)) {
      s2.ensureBasin(new BasinName("my-basin"), BasinConfig.DEFAULT);
      S2Stream orders = s2.basin(new BasinName("my-basin")).stream(new StreamName("orders"));
      // endregion
      assertThat(orders.name().value()).isEqualTo("orders");
    }
    assertThat(S2ClientConfig.fromEnv(Map.of("S2_ACCESS_TOKEN", "t")).accessToken()).isPresent();
  }

  @Test
  void append() {
    S2Stream orders = stream("append");
    // region append
    var ack = orders.append(AppendInput.of(AppendRecord.of("first"), AppendRecord.of("second")));
    long next = ack.end().seqNum();
    try {
      orders.append(AppendInput.of(AppendRecord.of("third")).withMatchSeqNum(next));
    } catch (AppendConditionFailedException e) {
      // somebody else was faster; e.mismatch() says what holds instead, and nothing was appended
    }
    // endregion
    assertThat(orders.checkTail().seqNum()).isEqualTo(3);
  }

  @Test
  void appendSession() {
    S2Stream orders = stream("session");
    List<String> lines = List.of("a", "b", "c");
    // region session
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    try (var session = orders.openAppend()) {
      for (String line : lines) {
        var batch = AppendInput.of(AppendRecord.of(line));
        acks.add(session.submit(batch)); // waits while 5 MiB are unacknowledged
      }
    } // waits for every acknowledgement, and throws what went wrong
    // endregion
    assertThat(acks).allMatch(CompletableFuture::isDone);
    assertThat(orders.checkTail().seqNum()).isEqualTo(3);
  }

  @Test
  void exactlyOnce() {
    String endpoint = "http://127.0.0.1:" + store.port();
    stream("once");
    // region exactly-once
    var config = S2ClientConfig.at(endpoint).withAppendRetry(AppendRetry.EXACTLY_ONCE);
    try (S2 s2 = S2Client.connect(config);
        var session = s2.basin(BASIN).stream(new StreamName("once")).openAppend()) {
      var unused = session.submit(AppendInput.of(AppendRecord.of("paid")));
    }
    // endregion
    assertThat(stream("once").checkTail().seqNum()).isEqualTo(1);
  }

  @Test
  void producer() {
    S2Stream orders = stream("producer");
    // region producer
    try (var producer = Producer.over(orders.openAppend())) {
      var ack = producer.submit(AppendRecord.of("one record"));
      producer.flush(); // do not wait for the linger of 5 ms
      assertThat(ack.join().seqNum()).isZero();
    }
    // endregion
  }

  @Test
  void read() {
    S2Stream orders = stream("read");
    orders.append(AppendInput.of(AppendRecord.of("a"), AppendRecord.of("b")));
    var seen = new ArrayList<String>();
    // region read
    try (var records = orders.records(ReadRequest.fromSeqNum(0).withCount(2))) {
      for (var record : records) {
        seen.add(record.body().utf8());
      }
    }
    // endregion
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void follow() {
    S2Stream orders = stream("follow");
    orders.append(AppendInput.of(AppendRecord.of("a")));
    var seen = new ArrayList<String>();
    // region follow
    try (var records = orders.records(ReadRequest.fromSeqNum(0)).withoutCommands()) {
      var whenCaughtUp = records.caughtUp().thenRun(records::close); // or go on for ever
      for (var record : records) { // waits at the tail; survives broken connections
        seen.add(record.body().utf8());
      }
      whenCaughtUp.join();
    }
    // endregion
    assertThat(seen).containsExactly("a");
  }

  @Test
  void errors() {
    S2Stream orders = s2.basin(BASIN).stream(new StreamName("missing"));
    // region errors
    try {
      orders.append(AppendInput.of(AppendRecord.of("a")));
    } catch (S2Exception e) {
      String what =
          switch (e) {
            case InvalidInputException bad -> "mend the value";
            case AppendConditionFailedException failed -> "read on: " + failed.mismatch();
            case RangeNotSatisfiableException range -> "the tail is " + range.tail();
            case RequestRejectedException refused ->
                switch (refused.kind()) {
                  case NOT_FOUND -> "create it";
                  case CONFLICT -> "it is there already, or is being deleted";
                  case DENIED -> "bring another access token";
                  case RATE_LIMITED -> "wait for " + refused.retryAfter();
                  case INVALID, UNSUPPORTED, UNAVAILABLE -> refused.code().name();
                };
            case TransportException broken -> "no answer came";
            case OutcomeUnknownException unknown -> "read what the stream holds";
            case InterruptedCallException interrupted -> "stop";
          };
      boolean again = e.isRetryable() && e.hasNoSideEffects(); // cannot append twice
      // endregion
      assertThat(what).isEqualTo("create it");
      assertThat(again).isFalse();
      assertThat(((RequestRejectedException) e).code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
    }
  }

  @Test
  void lists() {
    stream("listed");
    var names = new ArrayList<String>();
    // region lists
    for (var info : s2.basin(BASIN).streams()) { // page by page, as they are asked for
      names.add(info.name().value());
    }
    // endregion
    assertThat(names).contains("listed");
  }

  @Test
  void guide_showsTheseRegions() throws IOException {
    Path guide = Path.of("../../docs/s2-sdk.md");
    Path examples = Path.of("src/test/java/dev/weir/s2/sdk/ExamplesTest.java");
    var regions =
        Pattern.compile("// region ([a-z-]+)\\n(.*?)\\n *// endregion", Pattern.DOTALL)
            .matcher(Files.readString(examples));
    String shown = unindented(Files.readString(guide));
    int count = 0;
    while (regions.find()) {
      assertThat(shown).as("region %s", regions.group(1)).contains(unindented(regions.group(2)));
      count++;
    }
    assertThat(count).isEqualTo(9);
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).reduce("", (a, b) -> a + "\n" + b).strip();
  }
}
