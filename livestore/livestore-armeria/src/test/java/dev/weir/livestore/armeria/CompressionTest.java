package dev.weir.livestore.armeria;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Compressed requests and answers over real HTTP. Clients say themselves where they are, and are
/// believed here.
class CompressionTest {
  private static final String FAR_AWAY = "203.0.113.7";
  private static final String HERE = "127.0.0.1";

  private final S2 streams = S2Lite.inMemory();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(streams, new BasinName("livestore"), ProxyConfig.defaults());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Server server = server();

  private Server server() {
    var builder = Server.builder().http(0).clientAddressTrustedProxyFilter(address -> true);
    ProxyRoutes.install(builder, "/api/s2", proxy, ProxyHttpConfig.defaults());
    Server started = builder.build();
    started.start().join();
    return started;
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop().join();
    http.close();
    streams.close();
  }

  @Test
  void push_thatIsGzipped_isStored() throws Exception {
    assertThat(push(gzip(batch(1)), "gzip").statusCode()).isEqualTo(200);
    assertThat(text(pull(false, HERE, "gzip"))).contains("v1.Todo");
  }

  /// 1 GiB of spaces is 1 MiB when compressed, and is not made larger than a push may be.
  @Test
  void push_thatInflatesWithoutEnd_isTooLarge() throws Exception {
    var bomb = push(gzip(" ".repeat(200 << 20)), "gzip");

    assertThat(bomb.statusCode()).isEqualTo(413);
    assertThat(bomb.body()).contains("BodyTooLarge");
  }

  @Test
  void push_thatIsNoGzipThoughItSaysSo_isMalformed() throws Exception {
    var lie = push(batch(1).getBytes(UTF_8), "gzip");

    assertThat(lie.statusCode()).isEqualTo(400);
    assertThat(lie.body()).contains("no gzip");
  }

  @Test
  void push_inAnUnknownCoding_isRefusedWithTheKnownOne() throws Exception {
    var unknown = push(batch(1).getBytes(UTF_8), "br");

    assertThat(unknown.statusCode()).isEqualTo(415);
    assertThat(unknown.body()).contains("gzip is");
  }

  @Test
  void pull_ofManyEventsFromAfar_isCompressed() throws Exception {
    assertThat(push(batch(500).getBytes(UTF_8), "identity").statusCode()).isEqualTo(200);

    var plain = pull(false, HERE, "gzip, deflate");
    var compressed = pull(false, FAR_AWAY, "gzip, deflate");

    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(compressed.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(compressed.headers().firstValue("vary")).hasValue("accept-encoding");
    assertThat(compressed.body().length).isLessThan(plain.body().length / 4);
    assertThat(text(compressed)).isEqualTo(text(plain)).endsWith("data: [DONE]\n\n");
  }

  @Test
  void pull_thatIsLiveOrNotAskedToBeCompressed_isNot() throws Exception {
    assertThat(push(batch(500).getBytes(UTF_8), "identity").statusCode()).isEqualTo(200);

    for (var answer :
        new HttpResponse<?>[] {
          pull(true, FAR_AWAY, "gzip"),
          pull(false, FAR_AWAY, "identity"),
          pull(false, FAR_AWAY, "gzip;q=0")
        }) {
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    }
  }

  private static String batch(int events) {
    var all =
        IntStream.rangeClosed(1, events)
            .mapToObj(i ->
                """
                {"name":"v1.Todo","args":{"text":"buy milk"},"seqNum":%d,"parentSeqNum":%d,\
                "clientId":"c","sessionId":"s"}
                """
                    .formatted(i, i - 1))
            .collect(Collectors.joining(","));
    return "{\"storeId\":\"s\",\"batch\":[" + all + "]}";
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    if (answer.headers().firstValue("content-encoding").isEmpty()) {
      return new String(answer.body(), UTF_8);
    }
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return new String(plain.readAllBytes(), UTF_8);
    }
  }

  private HttpResponse<String> push(byte[] body, String coding)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(endpoint(""))
            .header("content-type", "application/json")
            .header("content-encoding", coding)
            .POST(BodyPublishers.ofByteArray(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> pull(boolean live, String from, String accepted)
      throws IOException, InterruptedException {
    var args = "{\"storeId\":\"s\",\"s2SeqNum\":\"from-start\",\"live\":" + live + "}";
    var request =
        HttpRequest.newBuilder(endpoint("?args=" + URLEncoder.encode(args, UTF_8)))
            .header("x-forwarded-for", from)
            .header("accept-encoding", accepted);
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private URI endpoint(String query) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/s2" + query);
  }
}
