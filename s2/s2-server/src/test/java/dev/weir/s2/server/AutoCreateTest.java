package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Streams that come to be by being used.
class AutoCreateTest extends RequestTable {
  private static final String NEW = "/v1/streams/new/records";
  private static final String ONE = "{'records':[{}]}";

  @Test
  void append_createsTheStream_whereTheBasinSaysSo() throws IOException {
    assertAnswer(send("POST", NEW, ONE, BASIN, JSON), 404, noStream("new"));
    configure("{'create_stream_on_append':true}");
    assertAnswer(get(NEW + "/tail"), 404, noStream("new"));
    assertAnswer(get(NEW + "?seq_num=0"), 404, noStream("new"));
    assertThat(send("POST", NEW, ONE, BASIN, JSON).status()).isEqualTo(200);
    assertThat(get(NEW + "/tail").body()).contains("\"seq_num\":1,");
  }

  @Test
  void read_createsTheStream_whereTheBasinSaysSo() throws IOException {
    configure("{'create_stream_on_read':true}");
    assertAnswer(send("POST", NEW, ONE, BASIN, JSON), 404, noStream("new"));
    assertAnswer(get(NEW + "?seq_num=0"), 416, tail(0, 0));
    assertThat(get("/v1/streams/new").status()).as("there in spite of the 416").isEqualTo(200);
  }

  @Test
  void tail_createsTheStream_whereTheBasinSaysSo() throws IOException {
    configure("{'create_stream_on_read':true}");
    assertAnswer(get(NEW + "/tail"), 200, tail(0, 0));
    assertThat(get("/v1/streams/new").status()).isEqualTo(200);
  }

  @Test
  void events_createTheStream_whereTheBasinSaysSo() throws IOException {
    configure("{'create_stream_on_read':true}");
    try (var events = eventsOf("new", "")) {
      assertThat(events.next()).startsWith("event: ping|");
    }
    assertThat(get("/v1/streams/new").status()).isEqualTo(200);
  }

  @Test
  void appendWhoseConditionFails_createsTheStream() throws IOException {
    configure("{'create_stream_on_append':true}");
    assertAnswer(
        send("POST", NEW, "{'records':[{}],'match_seq_num':5}", BASIN, JSON),
        412,
        "{'seq_num_mismatch':0}");
    assertAnswer(get(NEW + "/tail"), 200, tail(0, 0));
  }

  @Test
  void createdStream_hasTheBasinsDefaults_andCannotBeCreatedAgain() throws IOException {
    configure(
        "{'create_stream_on_append':true,'default_stream_config':{'retention_policy':{'age':60}}}");
    send("POST", NEW, ONE, BASIN, JSON);
    assertThat(get("/v1/streams/new").body()).contains("\"retention_policy\":{\"age\":60}");
    assertThat(
            send("POST", "/v1/streams", "{'stream':'new'}", BASIN, JSON, "s2-request-token: t")
                .status())
        .isEqualTo(409);
  }

  @Test
  void createdStream_hasWhatTheHeaderSays_overTheBasinsDefaults() throws IOException {
    configure(
        "{'create_stream_on_append':true,'create_stream_on_read':true,'default_stream_config':"
            + "{'retention_policy':{'age':60},'timestamping':{'mode':'arrival'}}}");
    String config = "s2-stream-config: {\"retention_policy\":{\"infinite\":{}}}";
    for (String method : List.of("POST", "GET")) {
      String stream = "/v1/streams/by-" + method;
      send(method, stream + "/records", method.equals("POST") ? ONE : "", BASIN, JSON, config);
      assertThat(get(stream).body())
          .contains("\"retention_policy\":{\"infinite\":{}}")
          .contains("\"mode\":\"arrival\"");
    }
  }

  @Test
  void existingStream_keepsItsConfig_whateverTheHeaderSays() throws IOException {
    configure("{'create_stream_on_append':true}");
    String config = "s2-stream-config: {\"retention_policy\":{\"age\":7}}";

    assertThat(send("POST", ORDERS, ONE, BASIN, JSON, config).status()).isEqualTo(200);

    assertThat(get("/v1/streams/orders").body()).contains("\"retention_policy\":{\"age\":604800}");
  }

  @Test
  void configHeaderThatIsNone_createsNothing() throws IOException {
    configure("{'create_stream_on_append':true,'create_stream_on_read':true}");
    for (String config : List.of("{", "{\"retention_policy\":{\"age\":0}}", "")) {
      String header = "s2-stream-config: " + config;
      assertThat(send("POST", NEW, ONE, BASIN, JSON, header).status()).isEqualTo(400);
      assertThat(send("GET", NEW, "", BASIN, header).status()).isEqualTo(400);
      assertThat(send("GET", NEW, "", BASIN, SSE, header).status()).isEqualTo(400);
    }
    assertAnswer(get("/v1/streams/new"), 404, noStream("new"));
  }

  @Test
  void invalidRequest_createsNothing() throws IOException {
    configure("{'create_stream_on_append':true,'create_stream_on_read':true}");
    assertThat(send("POST", NEW, "{'records':[]}", BASIN, JSON).status()).isEqualTo(422);
    assertThat(send("POST", NEW, "{", BASIN, JSON).status()).isEqualTo(400);
    assertThat(send("POST", NEW, ONE, BASIN, JSON, "s2-format: x").status()).isEqualTo(400);
    String protobuf = "content-type: application/protobuf";
    assertThat(send("POST", NEW, "{", BASIN, protobuf).status()).isEqualTo(400);
    assertThat(send("POST", NEW, "", BASIN, protobuf).status()).isEqualTo(422);
    assertThat(get(NEW + "?seq_num=0&timestamp=0").status()).isEqualTo(422);
    assertThat(get(NEW + "?timestamp=5&until=5").status()).isEqualTo(422);
    assertThat(get(NEW + "?count=x").status()).isEqualTo(400);
    assertThat(send("GET", NEW, "", BASIN, SSE, "last-event-id: x").status()).isEqualTo(400);
    assertAnswer(get("/v1/streams/new"), 404, noStream("new"));
  }

  private void configure(String config) throws IOException {
    var answer = send("PUT", "/v1/basins/test-basin", "{'config':" + config + "}", JSON);
    assertThat(answer.status()).isEqualTo(200);
  }
}
