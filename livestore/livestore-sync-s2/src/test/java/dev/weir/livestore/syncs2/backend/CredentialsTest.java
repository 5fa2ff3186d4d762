package dev.weir.livestore.syncs2.backend;

import static dev.weir.livestore.syncs2.backend.Pages.DONE;
import static dev.weir.livestore.syncs2.backend.Pages.chain;
import static dev.weir.livestore.syncs2.backend.Pages.page;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.events;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.syncs2.backend.ScriptedProxy.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CredentialsTest {
  private static final Answer ACCEPTED = status(200, "{\"success\":true}");
  private static final Answer EXPIRED = status(401, "{}");
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final ScriptedProxy proxy = new ScriptedProxy();
  private Optional<S2SyncBackend> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(S2SyncBackend::close);
    proxy.close();
  }

  private S2SyncBackend open(CredentialSource source) {
    var backend = S2SyncBackend.open(proxy.config().withCredentials(source));
    opened = Optional.of(backend);
    return backend;
  }

  /// As programs have it: a token is kept until it expires by their own clock.
  private static final class KeptToken implements CredentialSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant expires = Instant.MIN;
    private int issued;

    @Override
    public RequestCredentials credentials(boolean renew) {
      if (renew || !now.isBefore(expires)) {
        issued++;
        expires = now.plus(LIFE);
      }
      return RequestCredentials.bearer("t" + issued);
    }
  }

  @Test
  void clockThatJumps_costsATokenAtMost() throws InterruptedException {
    var token = new KeptToken();
    var backend = open(token);
    pushed(backend, "Bearer t1");
    token.now = token.now.plus(Duration.ofDays(400));
    pushed(backend, "Bearer t2");
    token.now = token.now.minus(Duration.ofDays(800));
    pushed(backend, "Bearer t2");

    // By the proxy's clock it has expired; by ours it has two years to live.
    proxy.then(EXPIRED);
    proxy.then(ACCEPTED);
    assertThat(backend.push(chain(1, 1))).isEqualTo(new PushResult.Accepted());
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer t2");
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer t3");
  }

  private void pushed(S2SyncBackend backend, String authorization) throws InterruptedException {
    proxy.then(ACCEPTED);
    assertThat(backend.push(chain(1, 1))).isEqualTo(new PushResult.Accepted());
    assertThat(proxy.request().header("authorization")).isEqualTo(authorization);
  }

  @Test
  void credentialsThatExpire_whileALivePullGoesOn_areRenewed() throws InterruptedException {
    proxy
        .then(events(page(1, 1), DONE))
        .then(events(page(2, 2), DONE))
        .then(EXPIRED)
        .then(events(page(3, 3), DONE));
    var backend = open(new KeptToken());
    try (Pull pull = backend.pull(Optional.empty(), PullMode.LIVE)) {
      for (long n = 1; n <= 3; n++) {
        assertThat(pull.next().orElseThrow().events().getFirst().event().seqNum().value())
            .isEqualTo(n);
      }
    }
    proxy.request();
    proxy.request();
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer t1");
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer t2");
  }

  @Test
  void credentialsThatCannotBeHad_areAskedForAgain() throws InterruptedException {
    proxy.then(ACCEPTED);
    var asked = new AtomicInteger();
    var backend =
        open(renew -> {
          if (asked.incrementAndGet() < 3) {
            throw new IOException("the token server is away");
          }
          return RequestCredentials.bearer("t");
        });
    assertThat(backend.push(chain(1, 1))).isEqualTo(new PushResult.Accepted());
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer t");
  }

  @Test
  void credentialsThatCannotBeHad_areTrouble_thatHasAType() {
    var backend =
        open(renew -> {
          throw new UncheckedIOException(new IOException("the token server is away"));
        });
    assertThatThrownBy(() -> backend.push(chain(1, 1)))
        .isInstanceOf(OfflineException.class)
        .hasMessageContaining("the token server is away");
    assertThatThrownBy(backend::ping).isInstanceOf(OfflineException.class);
    assertThat(proxy.requestsLeft()).isZero();
  }
}
