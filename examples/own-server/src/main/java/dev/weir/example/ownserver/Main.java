package dev.weir.example.ownserver;

import java.io.IOException;

/// Starts the example on port 8080.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    var server = OwnServer.start(8080);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("LiveStore sync at http://127.0.0.1:" + server.port() + "/api/s2");
  }
}
