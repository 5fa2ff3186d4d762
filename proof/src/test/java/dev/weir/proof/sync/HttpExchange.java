package dev.weir.proof.sync;

import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import dev.weir.proof.sync.jdk.Waiters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/// One request and its answer, from a client's process to a proxy's and back.
final class HttpExchange<T> {
  private final HttpServers servers;
  private final Network network;
  private final Kernel kernel;
  private final Node client;
  private final HttpRequest request;
  private final BodyHandler<T> bodies;
  private final byte[] body;
  private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
  private final Waiters demanding = new Waiters();
  private long demand;
  private boolean cancelled;

  HttpExchange(HttpServers servers, HttpRequest request, BodyHandler<T> bodies) {
    this.servers = servers;
    this.network = servers.network();
    this.kernel = network.kernel();
    this.client = kernel.current();
    this.request = request;
    this.bodies = bodies;
    this.body = bytes(request);
  }

  private static byte[] bytes(HttpRequest request) {
    var bytes = new ByteArrayOutputStream();
    request
        .bodyPublisher()
        .ifPresent(publisher ->
            publisher.subscribe(
                new Flow.Subscriber<>() {
                  @Override
                  public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                  }

                  @Override
                  public void onNext(ByteBuffer buffer) {
                    byte[] some = new byte[buffer.remaining()];
                    buffer.get(some);
                    bytes.writeBytes(some);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    throw new IllegalStateException(failure);
                  }

                  @Override
                  public void onComplete() {}
                }));
    return bytes.toByteArray();
  }

  CompletableFuture<HttpResponse<T>> begin() {
    Optional<ProxyServer> chosen = servers.next(client);
    if (chosen.isEmpty()) {
      failLater(network.delay());
      return result;
    }
    ProxyServer proxy = chosen.get();
    switch (network.weather().fate()) {
      case ARRIVES -> deliver(proxy, network.delay(), Optional.of(pipe(proxy)));
      case TWICE -> {
        deliver(proxy, network.delay(), Optional.of(pipe(proxy)));
        deliver(proxy, network.delay() + network.weather().upTo(5), Optional.empty());
      }
      case LOST, REFUSED -> failLater(network.weather().upTo(3));
      case ANSWER_LOST -> {
        deliver(proxy, network.delay(), Optional.empty());
        failLater(network.weather().upTo(3));
      }
      case LATE -> {
        long cutAfter = network.weather().upTo(2);
        failLater(cutAfter);
        deliver(proxy, cutAfter + network.weather().upTo(20), Optional.empty());
      }
    }
    return result;
  }

  private Pipe<HttpPart> pipe(ProxyServer proxy) {
    var pipe = new Pipe<HttpPart>(network, proxy.node(), client);
    client.start("http", () -> read(pipe));
    CompletableFuture<?> unused =
        result.whenComplete((answer, failure) -> {
          if (result.isCancelled()) {
            pipe.breakOff(network.delay(), 0);
          }
        });
    return pipe;
  }

  private void failLater(long nanos) {
    kernel.after(
        nanos,
        client,
        () ->
            client.start(
                "http", () -> result.completeExceptionally(new ConnectException("refused"))));
  }

  /// @param answer where the answer goes, if anywhere
  private void deliver(ProxyServer proxy, long delay, Optional<Pipe<HttpPart>> answer) {
    Node there = proxy.node();
    kernel.after(
        delay,
        kernel.outside(),
        () -> {
          Optional<ProxyHandler> handler = proxy.handler();
          boolean arrives =
              there.isAlive()
                  && there == proxy.node()
                  && handler.isPresent()
                  && !network.isCut(client, there);
          if (arrives) {
            var to = answer.orElseGet(() -> new Pipe<>(network, there, kernel.outside()));
            boolean heard = answer.isPresent();
            there.start("request", () -> serve(handler.orElseThrow(), to, heard));
          } else if (answer.isPresent()) {
            failLater(network.delay());
            answer.get().breakOff(0, 0);
          }
        });
  }

  private void serve(ProxyHandler handler, Pipe<HttpPart> answer, boolean heard) {
    Thread thread = Thread.currentThread();
    answer.whenWriterKnows(thread::interrupt);
    if (!heard) {
      answer.breakOff(network.weather().upTo(5), Pipe.NEVER);
    }
    var exchange = new ServedExchange(request, body, answer, servers.ledger());
    try {
      handler.handle(exchange);
      answer.send(new HttpPart.End());
    } catch (InterruptedException | Pipe.BrokenException e) {
      answer.breakOff(Pipe.NEVER, network.delay());
    }
  }

  private void read(Pipe<HttpPart> answer) {
    Optional<BodySubscriber<T>> subscriber = Optional.empty();
    try {
      while (true) {
        switch (answer.receive(Pipe.NEVER).orElseThrow()) {
          case HttpPart.Head head -> subscriber = Optional.of(subscribe(head, answer));
          case HttpPart.Body some -> {
            demanding.await(() -> demand > 0 || cancelled, Pipe.NEVER);
            if (cancelled) {
              return;
            }
            demand--;
            subscriber.orElseThrow().onNext(List.of(ByteBuffer.wrap(some.bytes().toArray())));
          }
          case HttpPart.End end -> {
            subscriber.orElseThrow().onComplete();
            return;
          }
        }
      }
    } catch (Pipe.BrokenException e) {
      var broken = new IOException("the connection was reset");
      subscriber.ifPresentOrElse(
          body -> body.onError(broken), () -> result.completeExceptionally(broken));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private BodySubscriber<T> subscribe(HttpPart.Head head, Pipe<HttpPart> answer) {
    var response = new HttpAnswer<T>(request, head);
    BodySubscriber<T> subscriber = bodies.apply(response);
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long more) {
            demand += more;
            demanding.wake();
          }

          @Override
          public void cancel() {
            cancelled = true;
            answer.breakOff(network.delay(), 0);
            demanding.wake();
          }
        });
    subscriber.getBody().thenAccept(given -> result.complete(response.with(given)));
    return subscriber;
  }
}
