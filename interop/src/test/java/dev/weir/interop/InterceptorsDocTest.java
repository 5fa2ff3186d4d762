package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/interceptors.md` says that a webhook is sent. Its Java is in the proxy's own tests.
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterceptorsDocTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String EVENT =
      "{\"name\":\"v1.TodoCreated\",\"args\":{\"id\":\"1\"},\"seqNum\":1,\"parentSeqNum\":0,"
          + "\"clientId\":\"c\",\"sessionId\":\"s\"}";

  @Test
  void webhook_isSentWhatThePageShows(@TempDir Path directory) throws Exception {
    var page = DocPage.open("docs/interceptors.md");
    page.take("java");
    page.take("java");
    page.take("java");
    var seen = new CompletableFuture<String>();
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var service = HttpServer.create(loopback, 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var type = exchange.getRequestHeaders().getFirst("content-type");
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            seen.complete(
                "%s %s\ncontent-type: %s\n\n%s\n"
                    .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), type, body));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    service.start();
    var shell = DocShell.in(directory);
    shell.write("tokens", "anna read-write * " + TOKEN + "\n");
    var url = "http://127.0.0.1:%d/your/path".formatted(service.getAddress().getPort());
    try (var weir =
        shell.serve("./weir up --memory --sync-tokens tokens --push-webhook '%s'".formatted(url))) {
      var push =
          HttpRequest.newBuilder(URI.create(weir.endpoint()))
              .header("content-type", "application/json")
              .header("authorization", "Bearer " + TOKEN)
              .POST(
                  BodyPublishers.ofString("{\"storeId\":\"my-store\",\"batch\":[" + EVENT + "]}"));
      assertThat(weir.send(push).statusCode()).isEqualTo(200);
      assertThat(DocPrinted.of(page.take("http").text())).accepts(seen.get(60, TimeUnit.SECONDS));
    } finally {
      service.stop(0);
    }
    page.assertNoneIsLeft();
  }
}
