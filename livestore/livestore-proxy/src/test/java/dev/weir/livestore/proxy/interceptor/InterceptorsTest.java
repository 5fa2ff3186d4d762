package dev.weir.livestore.proxy.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.access.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterceptorsTest {
  private static final InterceptedPush PUSH =
      new InterceptedPush("s", new Principal("anna"), List.of());
  private static final PushEnding STORED = new PushEnding.Stored(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  private PushInterceptor named(String name, Verdict verdict) {
    return new PushInterceptor() {
      @Override
      public Verdict before(InterceptedPush push) {
        log.add("before " + name);
        return verdict;
      }

      @Override
      public void after(InterceptedPush push, PushEnding ending) {
        log.add("after " + name);
      }
    };
  }

  private static PushInterceptor failing() {
    return new PushInterceptor() {
      @Override
      public Verdict before(InterceptedPush push) {
        throw new IllegalStateException("broken");
      }

      @Override
      public void after(InterceptedPush push, PushEnding ending) {
        throw new IllegalStateException("broken");
      }
    };
  }

  private static PushInterceptor hanging(CountDownLatch interrupted) {
    return new PushInterceptor() {
      @Override
      public Verdict before(InterceptedPush push) throws InterruptedException {
        hang();
        return Verdict.accept();
      }

      @Override
      public void after(InterceptedPush push, PushEnding ending) throws InterruptedException {
        hang();
      }

      private void hang() throws InterruptedException {
        try {
          new CountDownLatch(1).await();
        } finally {
          interrupted.countDown();
        }
      }
    };
  }

  @Test
  void several_areAskedInOrderAndToldInReverse() throws Exception {
    var both = Interceptors.of(named("a", Verdict.accept()), named("b", Verdict.accept()));
    both.requireAccepted(PUSH);
    both.tell(PUSH, STORED);
    assertThat(log).containsExactly("before a", "before b", "after b", "after a");
  }

  @Test
  void theFirstThatRejects_endsIt() {
    var three =
        Interceptors.of(
            named("a", Verdict.accept()),
            named("b", Verdict.reject("no")),
            named("c", Verdict.accept()));
    assertThatThrownBy(() -> three.requireAccepted(PUSH))
        .isInstanceOf(PushRejectedException.class)
        .hasMessage("no");
    assertThat(log).containsExactly("before a", "before b");
  }

  @Test
  void oneThatThrows_refusesThePushForNow() {
    assertThatThrownBy(() -> Interceptors.of(failing()).requireAccepted(PUSH))
        .isInstanceOf(InterceptorFailedException.class)
        .hasMessageNotContaining("broken");
  }

  @Test
  void oneThatThrowsAfterwards_keepsNobodyFromBeingTold() throws Exception {
    Interceptors.of(named("a", Verdict.accept()), failing()).tell(PUSH, STORED);
    assertThat(log).containsExactly("after a");
  }

  @Test
  void oneThatHangs_isInterruptedAndRefusesThePushForNow() throws Exception {
    var interrupted = new CountDownLatch(2);
    var hanging = new Interceptors(List.of(hanging(interrupted)), Duration.ofSeconds(1));
    assertThatThrownBy(() -> hanging.requireAccepted(PUSH))
        .isInstanceOf(InterceptorFailedException.class)
        .hasMessageContaining("too long");
    hanging.tell(PUSH, STORED);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
