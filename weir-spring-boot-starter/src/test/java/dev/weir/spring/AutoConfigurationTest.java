package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.micrometer.ProxyMetrics;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.proxy.interceptor.PushInterceptor;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/// Which beans there are, and whose.
@NullMarked
class AutoConfigurationTest {
  private static final AutoConfigurations OURS =
      AutoConfigurations.of(
          MvcProxyAutoConfiguration.class,
          ProxyAutoConfiguration.class,
          S2AutoConfiguration.class,
          SyncBackendsAutoConfiguration.class,
          WeirHealthAutoConfiguration.class,
          WeirMetricsAutoConfiguration.class);

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner().withConfiguration(OURS);
  private final WebApplicationContextRunner inMemory =
      web.withPropertyValues("weir.s2.memory=true");

  @Test
  void webApplication_withoutAPlaceForStreams_doesNotStartAndSaysWhatToSet() {
    web.run(context -> {
      assertThat(context).hasFailed();
      var failure = Objects.requireNonNull(context.getStartupFailure());
      assertThat(failure).hasRootCauseInstanceOf(WeirSettingsException.class);
      var analysis = Objects.requireNonNull(new WeirSettingsFailureAnalyzer().analyze(failure));
      assertThat(analysis.getAction()).contains("weir.s2.data", "weir.s2.endpoint");
    });
  }

  @Test
  void docs_showTheLineThatIsLogged() throws IOException {
    String page = Files.readString(Path.of("../docs/spring-boot.md"));
    inMemory.run(context -> {
      String who = context.getBean(WhoMaySync.class).text();
      assertThat(page).contains("LiveStore sync at /api/s2. Who may sync: " + who + ".\n");
    });
  }

  @Test
  void twoPlacesForStreams_areRefused() {
    inMemory
        .withPropertyValues("weir.s2.endpoint=http://localhost:1")
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("two places"));
  }

  @Test
  void cloudWithoutAToken_isRefused() {
    web.withPropertyValues("weir.s2.endpoint=cloud")
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("token"));
  }

  @Test
  void pathWithASlashAtItsEnd_isRefused() {
    inMemory
        .withPropertyValues("weir.path=/api/s2/")
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("weir.path"));
  }

  @Test
  void serveOff_hasNoProxyAndNeedsNoStreams() {
    web.withPropertyValues("weir.serve=false")
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(LiveStoreProxy.class)
                .hasSingleBean(SyncBackends.class));
  }

  @Test
  void applicationWithoutAWebServer_hasBackendsAndS2ButNoProxy() {
    new ApplicationContextRunner()
        .withConfiguration(OURS)
        .withPropertyValues("weir.s2.memory=true")
        .run(context -> {
          assertThat(context).doesNotHaveBean(LiveStoreProxy.class);
          assertThat(context).hasSingleBean(SyncBackends.class);
          assertThat(context.getBean(S2.class)).isInstanceOf(S2Lite.class);
        });
  }

  @Test
  void ownS2_takesThePlaceOfTheConfiguredOne() {
    web.withBean("mine", S2.class, S2Lite::inMemory)
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(S2.class));
  }

  @Test
  void embeddedStoreNotOnTheClassPath_isSaidSo() {
    inMemory
        .withClassLoader(new FilteredClassLoader("dev.weir.s2.lite"))
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("not on the class path"));
  }

  @Test
  void properties_reachTheProxy() {
    inMemory
        .withPropertyValues(
            "weir.stream-naming=original",
            "weir.live-hold=7s",
            "weir.limits.store-events=5",
            "weir.limits.max-store-size=9",
            "weir.limits.principal-pulls=3",
            "weir.limits.max-event-size=2KB")
        .run(context -> {
          var config = context.getBean(ProxyConfig.class);
          assertThat(config.streamNaming()).isEqualTo(StreamNaming.ORIGINAL);
          assertThat(config.liveHold()).isEqualTo(Duration.ofSeconds(7));
          assertThat(config.maxStoreEvents()).isEqualTo(9);
          var limits = context.getBean(ProxyHttpConfig.class).limits();
          assertThat(limits.ofStore().events().orElseThrow().perSecond()).isEqualTo(5);
          assertThat(limits.ofPrincipal().events()).isEmpty();
          assertThat(limits.maxPullsOfPrincipal()).isEqualTo(3);
          assertThat(limits.maxEventBytes()).isEqualTo(2_048);
        });
  }

  @Test
  void beansOfTheApplication_areUsed() {
    Access nobody =
        credentials -> {
          throw new IllegalStateException();
        };
    var interceptor = new PushInterceptor() {};
    var listener = new ProxyListener() {};
    inMemory
        .withBean(Access.class, () -> nobody)
        .withBean(PushInterceptor.class, () -> interceptor)
        .withBean(ProxyListener.class, () -> listener)
        .run(context -> {
          var http = context.getBean(ProxyHttpConfig.class);
          assertThat(http.access()).isSameAs(nobody);
          assertThat(http.interceptors().inOrder()).containsExactly(interceptor);
          assertThat(context.getBean(ProxyConfig.class).telemetry().listener()).isSameAs(listener);
        });
  }

  @Test
  void withoutActuator_thereAreNoMetersAndNoHealth() {
    inMemory
        .withClassLoader(
            new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.health"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(LiveStoreProxy.class)
                .doesNotHaveBean("weirHealthIndicator")
                .doesNotHaveBean("weirProxyMetrics"));
    inMemory
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(context ->
            assertThat(context)
                .hasSingleBean(ProxyMetrics.class)
                .hasSingleBean(HealthIndicator.class));
  }

  /// What editors show comes from comments, which a change of tools might lose.
  @Test
  void everyProperty_isDescribedForEditors() throws IOException {
    try (InputStream in =
        AutoConfigurationTest.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      var metadata = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String properties = metadata.substring(metadata.indexOf("\"properties\""));
      var names = Pattern.compile("\"name\": \"(weir\\.[^\"]+)\"").matcher(properties).results();
      var descriptions = Pattern.compile("\"description\": \"[^\"]{5,}").matcher(properties);
      assertThat(names.toList())
          .hasSizeGreaterThan(20)
          .hasSize((int) descriptions.results().count());
    }
  }
}
