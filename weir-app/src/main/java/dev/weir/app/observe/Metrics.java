package dev.weir.app.observe;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.weir.livestore.micrometer.ProxyMetrics;
import dev.weir.livestore.micrometer.StoreMetrics;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.s2.lite.S2LiteListener;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// What this program measures of itself, for its operator's Prometheus. Other than the usage
/// metrics at `/v1/metrics`, it starts at zero with the program and names no basin and no stream.
public final class Metrics implements AutoCloseable {
  private static final MediaType PROMETHEUS_TEXT =
      MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final HttpMetrics http = new HttpMetrics(registry);
  private final S2LiteListener store = new StoreMetrics(registry);
  private final ProxyListener proxy = new ProxyMetrics(registry);

  /// Nothing is counted yet.
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
  }

  /// Where requests are counted.
  public HttpMetrics http() {
    return http;
  }

  /// Where the embedded store is measured.
  public S2LiteListener store() {
    return store;
  }

  /// Where the proxy is measured.
  public ProxyListener proxy() {
    return proxy;
  }

  /// All of it in Prometheus's text format.
  public HttpResponse page() {
    return HttpResponse.of(HttpStatus.OK, PROMETHEUS_TEXT, registry.scrape());
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
