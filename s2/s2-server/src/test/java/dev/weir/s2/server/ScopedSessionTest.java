package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Operation;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.server.access.AccessControl;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Append sessions and options of streams, where a token stands before them.
class ScopedSessionTest {
  private static final StreamName ORDERS = new StreamName("a/orders");
  private static final AppendInput BATCH = AppendInput.of(AppendRecord.of("x"));

  private final AccessFixture s2 = new AccessFixture();

  @AfterEach
  void stop() {
    s2.close();
  }

  private S2Stream orders(AccessToken token, StreamOptions options) {
    return AccessControl.byToken(AccessFixture.ROOT, s2.store)
        .authorize("Bearer " + token.value(), s2.store)
        .basin(AccessFixture.A)
        .stream(ORDERS, options);
  }

  private long tail() {
    return s2.basin(AccessFixture.A).stream(ORDERS).checkTail().seqNum();
  }

  @Test
  void appendSession_withACommandThatIsNotAllowed_endsThere() throws Exception {
    S2Stream stream = orders(s2.allowing(Set.of(Operation.APPEND)), StreamOptions.NONE);
    var fence = AppendInput.of(new Command.Fence(new FencingToken("mine")).toRecord());
    AppendSession session = stream.openAppend();
    assertThat(session.submit(BATCH).get(20, TimeUnit.SECONDS).end().seqNum()).isEqualTo(1);

    var refused = session.submit(fence);

    assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("the access token does not allow `fence`");
    assertThatThrownBy(() -> session.submit(BATCH)).hasMessageContaining("`fence`");
    assertThatThrownBy(session::close).hasMessageContaining("`fence`");
    assertThat(tail()).isEqualTo(1);
  }

  @Test
  void appendSession_onceItsTokenIsRevoked_takesNoMore() throws Exception {
    S2Stream stream = orders(s2.allowing(Set.of(Operation.APPEND)), StreamOptions.NONE);
    AppendSession session = stream.openAppend();
    assertThat(session.submit(BATCH).get(20, TimeUnit.SECONDS).end().seqNum()).isEqualTo(1);

    s2.store.revokeAccessToken(new AccessTokenId("token-1"));

    var refused = session.submit(BATCH);
    assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("invalid or expired access token");
    assertThatThrownBy(session::close).hasMessageContaining("invalid or expired");
    assertThat(tail()).isEqualTo(1);
  }

  @Test
  void configOfAStreamCreatedByUse_needsCreateStream() {
    var options =
        StreamOptions.NONE.withConfigIfCreated(StreamConfig.UNSET.withDeleteOnEmptyMinAgeSecs(5));
    S2Stream without = orders(s2.allowing(Set.of(Operation.APPEND)), options);
    S2Stream with = orders(s2.allowing(Set.of(Operation.APPEND, Operation.CREATE_STREAM)), options);

    assertThatThrownBy(() -> without.append(BATCH)).hasMessageContaining("`create-stream`");
    assertThat(with.append(BATCH).end().seqNum()).isEqualTo(1);
  }
}
