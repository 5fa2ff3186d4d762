package dev.weir.s2.server;

import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/// A service on a server of its own, which goes on to listen when the service is closed.
record Served(S2Service service, Server server) implements AutoCloseable {
  static Served start(S2Service service) {
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .meterRegistry(new CompositeMeterRegistry())
            .bossGroupFactory(AcceptorGroup::new);
    service.installOn(builder);
    var server = builder.build();
    server.start().join();
    return new Served(service, server);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.activeLocalPort());
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort());
  }

  @Override
  public void close() {
    service.close();
    server.stop().join();
  }
}
