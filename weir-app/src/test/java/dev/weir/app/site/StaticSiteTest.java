package dev.weir.app.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.app.site.StaticSite.ContentPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticSiteTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Server server;

  @BeforeAll
  static void serve() {
    var site =
        StaticSite.onClassPath("dev/weir/app/site/web", ContentPolicy.OWN_AND_WASM).orElseThrow();
    var builder = Server.builder();
    site.installOn(builder, "/");
    server = builder.build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    server.stop().join();
    CLIENT.close();
  }

  @Test
  void onClassPath_withoutAnIndex_isEmpty() {
    assertThat(StaticSite.onClassPath("dev/weir/app/site/web/assets", ContentPolicy.OWN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, no-cache",
    "/index.html, text/html; charset=utf-8, no-cache",
    "/icon.svg, image/svg+xml; charset=utf-8, no-cache",
    "/assets/app-1a2b3c.js, text/javascript; charset=utf-8, 'public, max-age=31536000, immutable'",
  })
  void get_ofAFile_hasItsTypeAndHowLongItHolds(String path, String type, String holds)
      throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo(type);
    assertThat(header(answer, "cache-control")).isEqualTo(holds);
    assertThat(answer.body()).isNotEmpty();
  }

  @Test
  void get_ofThePage_forbidsFramesAndForeignScripts() throws Exception {
    var answer = get("/");

    assertThat(header(answer, "content-security-policy"))
        .contains("default-src 'self'", "script-src 'self' 'wasm-unsafe-eval';")
        .contains("frame-ancestors 'none'");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void get_withTheTagOfThePage_isNotModified() throws Exception {
    var tag = header(get("/"), "etag");

    var again = get("/", "if-none-match", "\"other\", " + tag);
    var other = get("/", "if-none-match", "\"other\"");

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "etag")).isEqualTo(tag);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void get_ofOneWhoTakesGzip_isCompressedUnderATagOfItsOwn() throws Exception {
    var path = "/assets/app-1a2b3c.js";
    var plain = get(path);

    var small = get(path, "accept-encoding", "br, gzip");
    var unwanted = get(path, "accept-encoding", "gzip;q=0");

    assertThat(header(small, "content-encoding")).isEqualTo("gzip");
    assertThat(header(small, "etag")).isNotEqualTo(header(plain, "etag"));
    assertThat(header(plain, "vary")).isEqualTo("accept-encoding");
    assertThat(gunzip(small.body())).isEqualTo(new String(plain.body(), UTF_8));
    assertThat(unwanted.headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void head_tellsTheLengthAndBringsNoBody() throws Exception {
    var length = get("/").body().length;

    var answer = send(request("/").HEAD());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo(String.valueOf(length));
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void post_isNotAllowed() throws Exception {
    var answer = send(request("/").POST(BodyPublishers.ofString("hello")));

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/absent.js",
        "/stores/todos",
        "/assets",
        "/assets/",
        "/..%2fStaticSiteTest.class",
        "/assets/..%2f..%2fStaticSiteTest.class",
        "/%2e%2e/StaticSiteTest.class",
        "/a%00b"
      })
  void get_ofWhatIsNoFileOfTheSite_isNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.activeLocalPort() + path));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static String gunzip(byte[] content) throws IOException {
    try (var gunzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(gunzip.readAllBytes(), UTF_8);
    }
  }
}
