package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// An HTTP/1.1 reverse proxy of our own on sockets, which counts requests and brings [Trouble] on
/// them: delays, wrong answers, cut and refused connections. Towards its clients it keeps
/// connections, as servers do; upstream every request has a connection of its own.
final class Middleman implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Middleman.class.getName());
  private static final int BUFFER = 1 << 18;

  /// Below the ports that systems give to whoever asks for any: a port that is not listened on for
  /// a while must still be free afterwards.
  private static final int FIRST_PORT = 18_000;

  private static final int PORTS = 14_000;
  private static final int MOST_TRIES = 50;

  private final InetSocketAddress upstream;
  private final Traffic traffic = new Traffic();
  private final List<Trouble> troubles = new CopyOnWriteArrayList<>();
  private final Set<Socket> connected = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private volatile ServerSocket listener;

  private Middleman(InetSocketAddress upstream, ServerSocket listener) {
    this.upstream = upstream;
    this.listener = listener;
    this.port = listener.getLocalPort();
  }

  static Middleman inFrontOf(URI upstream) {
    var address = new InetSocketAddress(upstream.getHost(), upstream.getPort());
    var middleman = new Middleman(address, listenAnywhere());
    middleman.accept(middleman.listener);
    return middleman;
  }

  private static ServerSocket listenAnywhere() {
    for (var tries = 1; ; tries++) {
      try {
        return listen(FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS));
      } catch (IOException e) {
        if (tries == MOST_TRIES) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    var listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Traffic traffic() {
    return traffic;
  }

  /// From now on `fault` befalls the requests at `where`, until the trouble is closed.
  Trouble begin(Fault fault, Trouble.Where where) {
    var trouble = new Trouble(fault, where, () -> {});
    troubles.add(trouble);
    return trouble;
  }

  /// From now on nobody listens, and who is connected is reset, until the trouble is closed.
  Trouble refuse() {
    closeListener();
    connected.forEach(Middleman::reset);
    return new Trouble(new Fault.Hang(), (request, body) -> false, this::listenAgain);
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listenAgain() {
    try {
      listener = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accept(listener);
  }

  private void accept(ServerSocket from) {
    threads.execute(() -> {
      try {
        while (true) {
          var client = from.accept();
          threads.execute(() -> serve(client));
        }
      } catch (IOException e) {
        closed(from);
      }
    });
  }

  private static void closed(ServerSocket listener) {
    if (!listener.isClosed()) {
      throw new IllegalStateException("port " + listener.getLocalPort() + " accepts no more");
    }
  }

  private void serve(Socket client) {
    connected.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream(), BUFFER);
      for (var head = HttpHead.read(in); head.isPresent(); head = HttpHead.read(in)) {
        exchange(head.get(), HttpBody.behind(head.get(), in).all(), client);
      }
    } catch (IOException e) {
      reset(client); // one side has gone, and so goes the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } finally {
      connected.remove(client);
    }
  }

  private void exchange(HttpHead request, byte[] body, Socket client)
      throws IOException, InterruptedException {
    traffic.add(request);
    var text = new String(body, UTF_8);
    var struck = troubles.stream().filter(trouble -> trouble.befalls(request, text)).findFirst();
    if (struck.isEmpty()) {
      relay(request, body, client, Optional.empty());
      return;
    }
    var trouble = struck.get();
    switch (trouble.strike()) {
      case Fault.Late(var by) -> {
        trouble.hold(by);
        relay(request, body, client, Optional.empty());
      }
      case Fault.Answer(int status, String json) -> answer(status, json, request, client);
      case Fault.Hang hang -> {
        trouble.awaitOver();
        reset(client);
      }
      case Fault.LoseAnswer lose -> {
        askAndForget(request, body);
        client.close();
      }
      case Fault.KeepAnswer keep -> keepAnswer(request, body, client, trouble);
      case Fault.CutAfter cut -> relay(request, body, client, Optional.of(trouble));
      case Fault.CutBehindPage cut -> relay(request, body, client, Optional.of(trouble));
      case Fault.CutWithinPage cut -> relay(request, body, client, Optional.of(trouble));
    }
  }

  private static void answer(int status, String json, HttpHead request, Socket client)
      throws IOException {
    var bytes = json.getBytes(UTF_8);
    var out = client.getOutputStream();
    out.write(
        HttpHead.answer(status)
            .with("content-type", "application/json")
            .with("content-length", String.valueOf(bytes.length))
            .bytes());
    if (!request.method().equals("HEAD")) {
      out.write(bytes);
    }
    out.flush();
  }

  private void askAndForget(HttpHead request, byte[] body) throws IOException {
    try (var server = ask(request, body)) {
      var in = new BufferedInputStream(server.getInputStream(), BUFFER);
      bodyOf(request, head(in), in).all();
    }
  }

  private void keepAnswer(HttpHead request, byte[] body, Socket client, Trouble trouble)
      throws IOException, InterruptedException {
    try (var server = ask(request, body)) {
      var in = new BufferedInputStream(server.getInputStream(), BUFFER);
      var head = head(in);
      var answer = bodyOf(request, head, in).all();
      trouble.awaitOver();
      var out = client.getOutputStream();
      out.write(
          head.without("transfer-encoding").with("content-length", "" + answer.length).bytes());
      out.write(answer);
      out.flush();
    }
  }

  private void relay(HttpHead request, byte[] body, Socket client, Optional<Trouble> cut)
      throws IOException, InterruptedException {
    try (var server = ask(request, body)) {
      var in = new BufferedInputStream(server.getInputStream(), BUFFER);
      var head = head(in);
      var out = client.getOutputStream();
      out.write(head.bytes());
      out.flush();
      var answer = bodyOf(request, head, in);
      if (cut.isPresent()) {
        new AnswerCut(cut.get(), head.isChunked(), answer, client).relay();
        return;
      }
      for (var part = answer.next(); part.isPresent(); part = answer.next()) {
        out.write(head.isChunked() ? HttpBody.chunk(part.get()) : part.get());
        out.flush();
      }
      if (head.isChunked()) {
        out.write(HttpBody.LAST_CHUNK);
        out.flush();
      }
    }
  }

  private Socket ask(HttpHead request, byte[] body) throws IOException {
    var server = new Socket();
    try {
      server.connect(upstream);
      server.setTcpNoDelay(true);
      OutputStream out = server.getOutputStream();
      var head = request.without("transfer-encoding").with("connection", "close");
      out.write((body.length == 0 ? head : head.with("content-length", "" + body.length)).bytes());
      out.write(body);
      out.flush();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static HttpHead head(InputStream in) throws IOException {
    return HttpHead.read(in)
        .orElseThrow(() -> new IOException("the upstream did not answer"))
        .without("connection");
  }

  private static HttpBody bodyOf(HttpHead request, HttpHead answer, InputStream in) {
    return request.method().equals("HEAD") ? HttpBody.none(in) : HttpBody.behind(answer, in);
  }

  /// Ends a connection as a broken one ends: the other side reads an error, not an end.
  static void reset(Socket client) {
    try (client) {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the connection had ended already", e);
    }
  }

  @Override
  public void close() {
    troubles.forEach(Trouble::close);
    closeListener();
    connected.forEach(Middleman::reset);
    threads.shutdownNow();
  }
}
