package dev.weir.bench.run;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The start of the program, as a user waits for it: from the command to the first request that is
/// answered.
///
/// @param firstAnswerMillis one figure per start
/// @param idleMib resident memory of the last start, idle since its first answer
public record StartUp(List<Double> firstAnswerMillis, double idleMib) {
  private static final long GIVE_UP_NANOS = 30_000_000_000L;
  private static final long POLL_NANOS = 1_000_000;
  private static final long IDLE_SECONDS = 5;

  /// Starts `command` (`./weir up`) `runs` times, each on a port of its own and a new directory
  /// below `scratch`.
  public static StartUp measure(Path root, Path scratch, int runs, List<String> command)
      throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    var idleMib = 0.0;
    for (var run = 0; run < runs; run++) {
      var full = new ArrayList<>(command);
      var port = freePort();
      var data = Files.createTempDirectory(scratch, "start");
      full.addAll(List.of("--port", "" + port, "--data", data.toString()));
      var startNanos = System.nanoTime();
      var process =
          new ProcessBuilder(full)
              .directory(root.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var server =
          ServerProcess.adopt(process, URI.create("http://127.0.0.1:" + port + "/api/s2"))) {
        awaitFirstAnswer(process, server.endpoint(), startNanos + GIVE_UP_NANOS);
        millis.add((System.nanoTime() - startNanos) / 1e6);
        if (run == runs - 1) {
          server.idle(IDLE_SECONDS);
          idleMib = server.residentMib();
        }
      }
    }
    return new StartUp(millis, idleMib);
  }

  public static void awaitFirstAnswer(Process process, URI endpoint, long deadlineNanos)
      throws IOException {
    var ping = HttpConnection.head(endpoint);
    while (true) {
      try (var connection = new HttpConnection(endpoint)) {
        connection.exchange(ping);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
          throw new IOException("no answer from " + endpoint, e);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
