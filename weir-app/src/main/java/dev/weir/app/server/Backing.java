package dev.weir.app.server;

import dev.weir.app.backup.BackupSocket;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.Readiness;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.interceptor.PushWebhook;
import dev.weir.s2.S2;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.lite.DataDirectoryException;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteListener;
import dev.weir.s2.lite.S2LiteOptions;
import dev.weir.s2.server.CrossOrigin;
import dev.weir.s2.server.S2Service;
import dev.weir.s2.server.access.AccessControl;
import java.util.Optional;
import java.util.function.Supplier;

/// What stands behind the port: the store, the proxy over it, and the S2 API in front of it where
/// the store is ours.
///
/// Another S2's API is not shown again: whoever reaches the port would act with the operator's
/// token.
///
/// @param troubles asks the store why it cannot serve, if so
/// @param webhook who is asked about pushes
/// @param readiness whether it is worth to send anybody here
/// @param backups who takes requests for backups, where there is a directory
record Backing(
    S2 s2,
    LiveStoreProxy proxy,
    Optional<S2Service> api,
    Supplier<Optional<String>> troubles,
    Optional<PushWebhook> webhook,
    Readiness readiness,
    Optional<BackupSocket> backups)
    implements AutoCloseable {

  /// @param listener told what the store does, if it is the embedded one
  /// @param telemetry told what the proxy does
  /// @throws WeirException if the data directory cannot be used
  static Backing open(UpConfig config, S2LiteListener listener, ProxyTelemetry telemetry) {
    var options = S2LiteOptions.DEFAULT.withListener(listener);
    return switch (config.source()) {
      case S2Source.InMemory() -> embedded(S2Lite.inMemory(options), config, telemetry);
      case S2Source.OnDisk(var dataDir) -> {
        try {
          var store = S2Lite.open(dataDir, options);
          yield embedded(store, config, telemetry)
              .withBackups(BackupSocket.open(dataDir, store::backup));
        } catch (DataDirectoryException e) {
          throw new WeirException(String.valueOf(e.getMessage()), e);
        }
      }
      case S2Source.Remote remote -> remote(remote, config, telemetry);
    };
  }

  private static Backing embedded(S2Lite s2, UpConfig config, ProxyTelemetry telemetry) {
    // Without access control, pages of other sites must not read what is stored here.
    var access =
        config
            .guards()
            .rootToken()
            .map(root -> AccessControl.byToken(root, s2))
            .orElseGet(AccessControl::none);
    var api = new S2Service(s2, CrossOrigin.REFUSED, access);
    return new Backing(
        s2,
        proxy(s2, config, telemetry),
        Optional.of(api),
        s2::failure,
        webhook(config),
        Readiness.of(s2::failure),
        Optional.empty());
  }

  private static Backing remote(S2Source.Remote remote, UpConfig config, ProxyTelemetry telemetry) {
    S2 s2 = S2Client.connect(remote.client());
    return new Backing(
        s2,
        proxy(s2, config, telemetry),
        Optional.empty(),
        Optional::empty,
        webhook(config),
        Readiness.asking(s2, config.basin()),
        Optional.empty());
  }

  private static LiveStoreProxy proxy(S2 s2, UpConfig config, ProxyTelemetry telemetry) {
    return LiveStoreProxy.over(
        s2,
        config.basin(),
        ProxyConfig.defaults()
            .withStreamNaming(config.streamNaming())
            .withMaxStoreEvents(config.rules().maxStoreEvents())
            .withTelemetry(telemetry));
  }

  private static Optional<PushWebhook> webhook(UpConfig config) {
    return config.rules().pushWebhook().map(PushWebhook::at);
  }

  private Backing withBackups(Optional<BackupSocket> backups) {
    return new Backing(s2, proxy, api, troubles, webhook, readiness, backups);
  }

  Interceptors interceptors() {
    return webhook.map(Interceptors::of).orElseGet(Interceptors::of);
  }

  Optional<String> trouble() {
    return troubles.get();
  }

  /// Ends what clients hold open, so that nothing keeps the server from stopping.
  void endStreams() {
    readiness.drain();
    proxy.close();
    api.ifPresent(S2Service::close);
  }

  @Override
  public void close() {
    endStreams();
    backups.ifPresent(BackupSocket::close);
    readiness.close();
    webhook.ifPresent(PushWebhook::close);
    s2.close();
  }
}
