package dev.weir.spring;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.Readiness;
import java.lang.System.Logger.Level;
import org.springframework.context.SmartLifecycle;

/// Ends what clients hold open before the server waits for its requests to end, which would wait
/// for live pulls. The last phase to start is the first to stop.
final class ProxyLifecycle implements SmartLifecycle {
  private static final System.Logger LOG = System.getLogger(ProxyLifecycle.class.getName());

  private final LiveStoreProxy proxy;
  private final Readiness readiness;
  private final WhoMaySync whoMaySync;
  private final WeirProperties properties;
  private volatile boolean running;

  ProxyLifecycle(
      LiveStoreProxy proxy, Readiness readiness, WhoMaySync whoMaySync, WeirProperties properties) {
    this.proxy = proxy;
    this.readiness = readiness;
    this.whoMaySync = whoMaySync;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
    LOG.log(
        Level.INFO,
        () ->
            "LiveStore sync at "
                + properties.path()
                + ". Who may sync: "
                + whoMaySync.text()
                + ".");
  }

  @Override
  public void stop() {
    readiness.drain();
    proxy.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
