package dev.weir.livestore.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.AccessDeniedException.Reason;
import dev.weir.livestore.proxy.access.Authenticator;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.syncs2.backend.PingPolicy;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The proxy in a real Tomcat.
@Timeout(60)
class ProxyServletTest {
  private final S2 s2 = S2Lite.inMemory();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(
          s2,
          new BasinName("livestore"),
          ProxyConfig.defaults().withPingInterval(Duration.ofMillis(50)));
  private final Tomcat tomcat = new Tomcat();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start(@TempDir Path directory) throws LifecycleException {
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    var context = tomcat.addContext("", directory.toString());
    Access guarded =
        Access.of(
            Authenticator.ofServer(),
            (principal, access, storeId) -> {
              if (storeId.equals("s-deadly")) {
                throw new StackOverflowError();
              }
              if (!storeId.startsWith(principal.name())) {
                throw new AccessDeniedException(Reason.FORBIDDEN, "not yours");
              }
            });
    var handler =
        ProxyHandler.of(
            proxy, ProxyHttpConfig.defaults().withRefusalDelay(Duration.ZERO).withAccess(guarded));
    Wrapper servlet = Tomcat.addServlet(context, "sync", new ProxyServlet(handler));
    servlet.setAsyncSupported(true);
    servlet.addMapping("/api/s2/*");
    logIn(context);
    tomcat.getConnector();
    tomcat.start();
  }

  /// Whoever says so is `s`, as a login would find out that keeps its users by thread.
  private static void logIn(Context context) {
    var filter = new FilterDef();
    filter.setFilterName("login");
    filter.setAsyncSupported("true");
    filter.setFilter((request, response, chain) -> {
      var http = (HttpServletRequest) request;
      boolean stranger = http.getHeader("x-stranger") != null;
      Thread containers = Thread.currentThread();
      chain.doFilter(
          new HttpServletRequestWrapper(http) {
            @Override
            public @Nullable Principal getUserPrincipal() {
              return stranger || Thread.currentThread() != containers ? null : () -> "s";
            }
          },
          response);
    });
    context.addFilterDef(filter);
    var everywhere = new FilterMap();
    everywhere.setFilterName("login");
    everywhere.addURLPattern("/*");
    context.addFilterMap(everywhere);
  }

  @AfterEach
  void stop() throws LifecycleException {
    http.shutdownNow();
    proxy.close();
    tomcat.stop();
    tomcat.destroy();
    s2.close();
  }

  private String url() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/api/s2";
  }

  private static EncodedEvent event(long seqNum) {
    return EncodedEvent.of(
        "n", "{}", new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }

  @Test
  void client_pings_pushes_andGetsWhatOthersPush() throws Exception {
    var config = S2SyncBackendConfig.at(url(), "store").withPing(PingPolicy.OFF);
    try (var one = S2SyncBackend.open(config);
        var other = S2SyncBackend.open(config);
        var pull = other.pull(Optional.empty(), PullMode.LIVE)) {
      one.ping();
      assertThat(pull.next().orElseThrow().events()).isEmpty();
      assertThat(one.push(List.of(event(1)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(1));
      assertThat(other.push(List.of(event(2)))).isEqualTo(new PushResult.Accepted());
      assertThat(pull.next().orElseThrow().events().getFirst().event()).isEqualTo(event(2));
      assertThat(one.push(List.of(event(2), event(3)))).isEqualTo(new PushResult.Accepted());
      assertThat(one.push(List.of(event(9)))).isInstanceOf(PushResult.ServerAhead.class);
    }
  }

  @Test
  void splitPaths_areServed() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/push"))
            .header("content-type", "application/json")
            .POST(
                BodyPublishers.ofString("{\"storeId\":\"s\",\"batch\":[" + event(1).json() + "]}"))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("{\"success\":true}");
  }

  @Test
  void usersOfTheContainer_areThePrincipals() throws Exception {
    assertThat(push("s", "x", "y").statusCode()).isEqualTo(200);
    assertThat(push("other", "x", "y").statusCode()).isEqualTo(403);
    assertThat(push("s", "x-stranger", "yes").statusCode()).isEqualTo(401);
  }

  /// A stock client never repeats a push that hangs.
  @Test
  void requestThatDies_isAnswered() throws Exception {
    assertThat(push("s-deadly", "x", "y").statusCode()).isEqualTo(500);
  }

  private HttpResponse<String> push(String storeId, String header, String value) throws Exception {
    var body = "{\"storeId\":\"" + storeId + "\",\"batch\":[" + event(1).json() + "]}";
    var request =
        HttpRequest.newBuilder(URI.create(url()))
            .header("content-type", "application/json")
            .header(header, value)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void bodyOverTheLimit_isRefusedWithAnAnswer() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url()))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(" ".repeat(3 << 20)))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("BodyTooLarge");
  }

  /// A clean end would say that there is nothing for the client.
  @Test
  void pullWithoutAnAnswer_whenTheProxyCloses_isBrokenOff() throws Exception {
    String args = "{\"storeId\":\"s\",\"s2SeqNum\":7,\"live\":false}"; // beyond the tail: held
    var request =
        HttpRequest.newBuilder(
                URI.create(url() + "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8)))
            .build();
    try (InputStream answer = http.send(request, BodyHandlers.ofInputStream()).body()) {
      assertThat(new String(answer.readNBytes(11), StandardCharsets.US_ASCII))
          .isEqualTo("event: ping");
      proxy.close();
      assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
    }
  }
}
