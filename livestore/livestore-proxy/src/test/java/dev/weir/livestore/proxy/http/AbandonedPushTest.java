package dev.weir.livestore.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.PushReport;
import dev.weir.livestore.proxy.StoreListener;
import dev.weir.livestore.proxy.interceptor.InterceptedPush;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.interceptor.PushEnding;
import dev.weir.livestore.proxy.interceptor.PushInterceptor;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pushes whose client goes while they are decided: they may be stored all the same.
@Timeout(60)
class AbandonedPushTest {
  private static final EncodedEvent EVENT =
      EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Halt appended = new Halt();
  private final Halt telling = new Halt();
  private final S2 s2 = S2Lite.inMemory();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(
          s2,
          new BasinName("livestore"),
          ProxyConfig.defaults()
              .withTelemetry(
                  ProxyTelemetry.none().withListener(new Told()).withStores(new Shown())));
  private final ProxyHandler handler =
      ProxyHandler.of(
          proxy,
          ProxyHttpConfig.defaults()
              .withInterceptors(new Interceptors(List.of(new Rule()), Duration.ofMinutes(5))));

  /// Where a thread waits until a test lets it go on.
  private static final class Halt {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    void pass() throws InterruptedException {
      reached.countDown();
      goOn.await();
    }

    void passQuietly() {
      try {
        pass();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Told implements ProxyListener {
    @Override
    public void appended(int events, long meteredBytes, long nanos) {
      appended.passQuietly();
    }

    @Override
    public void pushDecided(PushDecision decision, int events, long bytes, long nanos) {
      told.add("counted " + events);
    }
  }

  private final class Shown implements StoreListener {
    @Override
    public void pushEnded(PushReport push) {
      told.add("shown " + push.ending());
    }
  }

  private final class Rule implements PushInterceptor {
    @Override
    public void after(InterceptedPush push, PushEnding ending) throws InterruptedException {
      telling.pass();
      told.add("told " + ending);
    }
  }

  @AfterEach
  void close() {
    appended.goOn.countDown();
    telling.goOn.countDown();
    proxy.close();
    s2.close();
  }

  @Test
  void aPush_whoseClientGoesWhileItIsStored_isToldAndCountedAsStored() throws Exception {
    pushAndGoAt(appended);
    appended.goOn.countDown();
    telling.goOn.countDown();

    assertThat(nextTold()).isEqualTo("told Stored[newEvents=1]");
    assertThat(nextTold()).isEqualTo("counted 1");
    assertThat(nextTold()).isEqualTo("shown Stored[events=1]");
  }

  @Test
  void anInterceptor_whoseClientGoesWhileItIsTold_isNotInterrupted() throws Exception {
    appended.goOn.countDown();
    pushAndGoAt(telling);
    telling.goOn.countDown();

    assertThat(nextTold()).isEqualTo("told Stored[newEvents=1]");
    assertThat(nextTold()).isEqualTo("counted 1");
  }

  private void pushAndGoAt(Halt halt) throws InterruptedException {
    var push =
        BareExchange.push(
            Map.of("content-type", "application/json"),
            "{\"storeId\":\"s\",\"batch\":[" + EVENT.json() + "]}");
    var request =
        new FutureTask<>(() -> {
          handler.handle(push);
          return push.answers();
        });
    Thread client = Thread.ofVirtual().start(request);
    halt.reached.await();
    client.interrupt();
    assertThatThrownBy(request::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(told).isEmpty();
  }

  private String nextTold() throws InterruptedException {
    String next = told.poll(30, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
