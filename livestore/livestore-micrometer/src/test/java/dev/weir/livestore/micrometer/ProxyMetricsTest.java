package dev.weir.livestore.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.BasinName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The meters, told by a real proxy over a real store.
@Timeout(60)
class ProxyMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void appends_ofAProxyOverAnEmbeddedStore_areCountedByBoth() throws InterruptedException {
    var options = S2LiteOptions.DEFAULT.withListener(new StoreMetrics(registry));
    var telemetry = ProxyTelemetry.none().withListener(new ProxyMetrics(registry));
    var config = ProxyConfig.defaults().withTelemetry(telemetry);
    var event = EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");
    try (var s2 = S2Lite.inMemory(options);
        var proxy = LiveStoreProxy.over(s2, new BasinName("livestore"), config)) {
      assertThat(proxy.push(new PushPayload("store", List.of(event))))
          .isEqualTo(new PushResult.Accepted());

      assertThat(registry.get("livestore.appended.events").counter().count()).isEqualTo(1);
      assertThat(registry.get("livestore.open.stores").gauge().value()).isEqualTo(1);
      assertThat(registry.get("s2.append.ack.latency").timer().count()).isEqualTo(1);
      assertThat(registry.get("s2.active.streams").gauge().value()).isEqualTo(1);
    }
  }

  /// A method that is added to the listener and forgotten here would count nothing, silently.
  @Test
  void everythingThatAListenerIsTold_isTakenUp() {
    assertThat(notOverridden(ProxyListener.class, ProxyMetrics.class)).isEmpty();
  }

  private static Stream<String> notOverridden(Class<?> listener, Class<?> metrics) {
    List<String> taken =
        Arrays.stream(metrics.getDeclaredMethods()).map(ProxyMetricsTest::signature).toList();
    return Arrays.stream(listener.getDeclaredMethods())
        .filter(Method::isDefault)
        .map(ProxyMetricsTest::signature)
        .filter(told -> !taken.contains(told));
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  @Test
  void everyMeter_saysWhatItCounts_inANameOfOurs() {
    var unused = List.of(new ProxyMetrics(registry), new StoreMetrics(registry));

    assertThat(registry.getMeters()).hasSizeGreaterThan(30);
    assertThat(
            registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getTag("le") == null)) // a histogram's buckets
        .allSatisfy(id -> {
          assertThat(id.getDescription()).as(id.getName()).isNotEmpty();
          assertThat(id.getName()).matches("(livestore|s2)\\.[a-z2.]+");
          assertThat(id.getTags())
              .allSatisfy(tag ->
                  assertThat(tag.getValue()).isEqualTo(tag.getValue().toLowerCase(Locale.ROOT)));
        });
  }
}
