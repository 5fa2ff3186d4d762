package dev.weir.app.demo;

import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.WeirException;
import dev.weir.app.listen.Listen;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.app.server.Banner;
import dev.weir.app.server.WeirServer;
import dev.weir.app.site.StaticSite;
import dev.weir.app.site.StaticSite.ContentPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weir demo`: serves LiveStore sync as `weir up` does, and a web app that uses it.
@Command(
    name = "demo",
    description = "Serves a to-do list in the browser that syncs through this Weir, until Ctrl-C.",
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
  /// Where the build leaves the app.
  static final String SITE = "dev/weir/demo";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on, on 127.0.0.1; 0 picks a free one. Default: 8080")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the lists in DIR, durably. Default: ./weir-demo")
  private Path dataDir = Path.of("weir-demo");

  @Option(names = "--open", description = "Open the page in the browser")
  private boolean open;

  @Option(names = "--verbose", description = "Log more, to standard error")
  private boolean verbose;

  @Override
  public Integer call() {
    Logging.configure(verbose, LogFormat.TEXT);
    var site =
        StaticSite.onClassPath(SITE, ContentPolicy.OWN_AND_WASM)
            .orElseThrow(() ->
                new WeirException(
                    "this build has no demo: it was made without Node and npm. Install Node 20.19"
                        + " or newer with npm, then start it with ./weir demo, which builds it"));
    var listen = Listen.onLoopback().withAddress(InetAddress.getLoopbackAddress(), port);
    var config = UpConfig.on(new S2Source.OnDisk(dataDir)).withListen(listen);
    var server = WeirServer.start(config, site);
    // The JVM keeps the exit code of the signal (130, 143) while the hook runs.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "weir-shutdown"));
    var page = new Banner(server).base().resolve("/");
    print(page);
    if (open) {
      Browser.open(page);
    }
    server.awaitClosed();
    return 0;
  }

  private void print(URI page) {
    System.out.println("Demo            " + page);
    System.out.println("LiveStore sync  " + page.resolve("/api/s2"));
    System.out.println("Data            " + dataDir.toAbsolutePath().normalize());
    System.out.println();
    System.out.println(
        "Open the demo in two browsers, or in a window and a private window, side by");
    System.out.println("side. A list of another name is at " + page + "?store=NAME");
    System.out.println();
    System.out.println("Ctrl-C stops.");
    System.out.flush();
  }

  private static void stop(WeirServer server) {
    System.out.println("Stopping.");
    server.close();
    System.out.println("Stopped.");
  }
}
