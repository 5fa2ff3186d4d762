package dev.weir.app.console;

import static dev.weir.app.console.ConsoleClient.event;
import static dev.weir.app.console.ConsoleClient.kinds;
import static dev.weir.app.console.ConsoleClient.positions;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the pages ask, over HTTP.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleApiTest {
  private final ConsoleClient console = new ConsoleClient(UpConfig.on(new S2Source.InMemory()));

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void overview_afterAPush_tellsOfTheStoreAndOfS2() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"));

    JsonNode overview = console.get("overview");

    assertThat(overview.at("/s2/ok").asBoolean()).isTrue();
    assertThat(overview.at("/s2/kind").asText()).isEqualTo("memory");
    assertThat(overview.at("/s2/basin").asText()).isEqualTo("livestore");
    assertThat(overview.at("/s2/latency").isNumber()).isTrue();
    assertThat(overview.at("/lastMinute/eventsPerSecond").asDouble()).isPositive();
  }

  @Test
  void stores_beforeTheFirstPush_areNone() throws Exception {
    assertThat(console.get("stores").get("stores")).isEmpty();
  }

  @Test
  void stores_ofMany_comeByNameAPageAtATime() throws Exception {
    for (String id : new String[] {"b", "a", "a.b"}) {
      console.push(id, event(1, 0, "v1.Created", "c1"));
    }

    JsonNode first = console.get("stores?limit=2");
    JsonNode second = console.get("stores?limit=2&after=" + first.at("/stores/1/stream").asText());

    assertThat(first.get("more").asBoolean()).isTrue();
    assertThat(first.get("stores").findValuesAsText("storeId")).containsExactly("a", "a.b");
    assertThat(first.at("/stores/0/headSeqNum").asLong()).isEqualTo(1);
    assertThat(first.at("/stores/0/bytes").asLong()).isPositive();
    assertThat(second.get("stores").findValuesAsText("storeId")).containsExactly("b");
    assertThat(second.get("more").asBoolean()).isFalse();
  }

  @Test
  void store_whichIsNone_isNotFound() throws Exception {
    var answer = console.send(console.request("/console/api/store?stream=nobody"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("not_found");
  }

  @Test
  void store_whoseLastRecordsAreNotInItsChain_hasTheHeadOfItsChain() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"), event(2, 1, "v1.Created", "c1"));
    console.append("todos", event(2, 1, "v1.Other", "c2").json());
    console.append("todos", event(9, 8, "v1.Other", "c2").json());
    console.append("todos", "no event");

    assertThat(console.get("store?stream=todos").get("headSeqNum").asLong()).isEqualTo(2);
    console.append("todos", event(3, 2, "v1.Created", "c1").json());
    assertThat(console.get("store?stream=todos").get("headSeqNum").asLong()).isEqualTo(3);
  }

  @Test
  void events_byPosition_comeInOrderFromEitherSide() throws Exception {
    for (int i = 1; i <= 5; i++) {
      console.push("todos", event(i, i - 1, "v1.Created", "c1"));
    }

    JsonNode forward = console.get("events?stream=todos&from=1&limit=2");
    JsonNode backward = console.get("events?stream=todos&before=5&limit=2");

    assertThat(positions(forward)).containsExactly(1L, 2L);
    assertThat(forward.get("more").asBoolean()).isTrue();
    assertThat(forward.get("to").asLong()).isEqualTo(3);
    assertThat(positions(backward)).containsExactly(3L, 4L);
    assertThat(backward.get("from").asLong()).isEqualTo(3);
    assertThat(backward.get("more").asBoolean()).isTrue();
    assertThat(forward.at("/events/0/parentSeqNum").asLong()).isEqualTo(1);
    assertThat(forward.at("/events/0/args/n").asLong()).isEqualTo(2);
  }

  @Test
  void events_filtered_areThoseOfTheNameAndClient() throws Exception {
    console.push(
        "todos",
        event(1, 0, "v1.Created", "c1"),
        event(2, 1, "v1.Deleted", "c1"),
        event(3, 2, "v1.Deleted", "c2"),
        event(4, 3, "v1.Created", "c2"));

    assertThat(positions(console.get("events?stream=todos&name=v1.Deleted")))
        .containsExactly(1L, 2L);
    assertThat(positions(console.get("events?stream=todos&before=4&name=v1.Deleted&client=c2")))
        .containsExactly(2L);
    assertThat(positions(console.get("events?stream=todos&until=1"))).isEmpty();
    assertThat(positions(console.get("events?stream=todos&since=1"))).hasSize(4);
  }

  @Test
  void events_writtenByOthers_areToldFromTheChain() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"), event(2, 1, "v1.Created", "c1"));
    console.append("todos", event(2, 1, "v1.Created", "c1").json());
    console.append("todos", event(2, 1, "v1.Other", "c2").json());
    console.append("todos", "no event");
    console.push("todos", event(3, 2, "v1.Created", "c1"));

    assertThat(kinds(console.get("events?stream=todos")))
        .containsExactly("canonical", "canonical", "duplicate", "fork", "foreign", "canonical");
  }

  @Test
  void event_whole_tellsItsParentsAndItsText() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"), event(2, 1, "v1.Created", "c1"));
    console.append("todos", "no event");
    console.push("todos", event(3, 2, "v1.Deleted", "c1"));

    JsonNode event = console.get("event?stream=todos&at=3");

    assertThat(event.get("body").asText()).isEqualTo(event(3, 2, "v1.Deleted", "c1").json());
    assertThat(event.get("ancestors").findValuesAsText("seqNum")).containsExactly("2", "1");
    assertThat(event.get("headers").toString()).isEqualTo("[[\"weir\",\"1\"]]");
  }

  @Test
  void event_beyondTheTail_isNotFound() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"));

    var answer = console.send(console.request("/console/api/event?stream=todos&at=1"));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void conflict_andRefusal_areListedWithTheirReasons() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"));
    console.push("todos", event(1, 0, "v1.Late", "c2"));
    console.send(
        console
            .request("/api/s2")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{}")));

    JsonNode all = console.get("conflicts").get("conflicts");
    JsonNode ofStore = console.get("conflicts?stream=todos").get("conflicts");

    assertThat(all.findValuesAsText("outcome")).containsExactly("push_refused", "conflict");
    assertThat(all.findValuesAsText("reason")).containsExactly("MALFORMED", "ServerAhead");
    assertThat(ofStore).hasSize(1);
    assertThat(ofStore.at("/0/clientId").asText()).isEqualTo("c2");
    assertThat(ofStore.at("/0/names/0").asText()).isEqualTo("v1.Late");
    assertThat(console.get("store?stream=todos").get("conflictsLastHour").asLong()).isEqualTo(1);
  }

  @Test
  void timeline_afterPushes_countsThem() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"), event(2, 1, "v1.Created", "c1"));

    JsonNode timeline = console.get("timeline?stream=todos&minutes=1");

    assertThat(sum(timeline.get("events"))).isEqualTo(2);
    assertThat(sum(timeline.get("pushes"))).isEqualTo(1);
    assertThat(sum(timeline.get("pushP50"))).isPositive();
    assertThat(sum(console.get("timeline?stream=other").get("events"))).isZero();
  }

  @Test
  void livePull_isCountedWhileItIsHeld_andItsDeliveryTimed() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"));
    String args = "{\"storeId\":\"todos\",\"s2SeqNum\":0,\"live\":true}";
    var pull = console.request("/api/s2?args=" + URLEncoder.encode(args, UTF_8)).build();
    var answer = console.http.sendAsync(pull, BodyHandlers.ofString());
    while (console.get("store?stream=todos").get("livePulls").asInt() == 0) {
      Thread.onSpinWait();
    }
    assertThat(console.get("overview").get("livePulls").asInt()).isEqualTo(1);

    console.push("todos", event(2, 1, "v1.Created", "c1"));

    assertThat(answer.get().body()).contains("v1.Created");
    while (console.get("overview").get("livePulls").asInt() > 0) {
      Thread.onSpinWait();
    }
    var lag = console.get("timeline?stream=todos").get("lagP50");
    assertThat(lag).anySatisfy(one -> assertThat(one.isNumber()).isTrue());
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum;
  }

  @Test
  void liveTail_whileEventsCome_bringsThoseOfItsFilter() throws Exception {
    console.push("todos", event(1, 0, "v1.Created", "c1"));
    var request = console.request("/console/api/live?stream=todos&name=v1.Deleted").build();
    var answer = console.http.send(request, BodyHandlers.ofLines());
    var lines = answer.body().iterator();
    assertThat(lines.next()).isEqualTo("event: ping"); // it follows from here on

    console.push("todos", event(2, 1, "v1.Created", "c1"));
    console.push("todos", event(3, 2, "v1.Deleted", "c1"));

    String line = lines.next();
    while (!line.contains("v1.Deleted")) {
      assertThat(line).doesNotContain("v1.Created");
      line = lines.next();
    }
    assertThat(line).contains("\"s2SeqNum\":2").contains("\"kind\":\"canonical\"");
    answer.body().close();
  }

  @Test
  void parameter_thatIsNone_isInvalid() throws Exception {
    for (String path :
        new String[] {
          "events", "events?stream=todos&limit=501", "events?stream=todos&from=-1", "event?stream=a"
        }) {
      assertThat(console.send(console.request("/console/api/" + path)).statusCode())
          .as(path)
          .isEqualTo(400);
    }
  }
}
