package dev.weir.livestore.sync.merge;

import static dev.weir.livestore.sync.merge.ClientOnly.COUNTED;
import static dev.weir.livestore.sync.merge.ClientOnly.IGNORED;
import static dev.weir.livestore.sync.merge.Numbered.all;
import static dev.weir.livestore.sync.merge.Numbered.event;
import static dev.weir.livestore.sync.merge.Numbered.number;
import static dev.weir.livestore.sync.merge.Numbered.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.ClientEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules that LiveStore's own tests ask of its merge, and those that its faults teach. `e1.1`
/// is an event that stays with its client.
class SyncStateTest {
  private static SyncState pending(String... events) {
    return pendingFrom("e0", events);
  }

  private static SyncState pendingFrom(String head, String... events) {
    var state = SyncState.at(number(head));
    assertThat(state.localPush(all(events), COUNTED)).isInstanceOf(MergeResult.Advanced.class);
    return state;
  }

  private static void assertState(
      SyncState state, List<String> pending, String upstreamHead, String localHead) {
    assertThat(numbers(state.pending())).isEqualTo(pending);
    assertThat(state.upstreamHead()).hasToString(upstreamHead);
    assertThat(state.localHead()).hasToString(localHead);
  }

  @Nested
  class UpstreamAdvance {
    /// State before, what comes, what is left pending, new, confirmed, both heads.
    static Stream<Arguments> advances() {
      return Stream.of(
          Arguments.of(COUNTED, "e1", "e1", "", "", "e1", "e1 e1"),
          Arguments.of(COUNTED, "e1 e2", "e1", "e2", "", "e1", "e1 e2"),
          Arguments.of(COUNTED, "e1", "e1 e1.1", "", "e1.1", "e1", "e1.1 e1.1"),
          Arguments.of(COUNTED, "e1 e1.1", "e1", "e1.1", "", "e1", "e1 e1.1"),
          Arguments.of(IGNORED, "e0.1 e1", "e1", "", "", "e0.1 e1", "e1 e1"),
          Arguments.of(IGNORED, "e0.1 e1 e2", "e1", "e2", "", "e0.1 e1", "e1 e2"),
          Arguments.of(IGNORED, "e0.1 e1 e1.1", "e1 e2", "", "e2", "e0.1 e1 e1.1", "e2 e2"),
          Arguments.of(IGNORED, "e1 e1.1 e2", "e1", "e2", "", "e1 e1.1", "e1 e2"),
          Arguments.of(IGNORED, "e1 e1.1", "e1", "", "", "e1 e1.1", "e1 e1.1"));
    }

    @ParameterizedTest(name = "{0}: {1} pending, {2} comes")
    @MethodSource("advances")
    void ownEvents_areConfirmedAndOthersAreNew(
        ClientOnly clientOnly,
        String before,
        String incoming,
        String left,
        String newEvents,
        String confirmed,
        String heads) {
      var state = pending(words(before));
      assertThat(state.upstreamAdvance(all(words(incoming)), clientOnly))
          .isInstanceOfSatisfying(
              MergeResult.Advanced.class,
              advanced -> {
                assertThat(numbers(advanced.newEvents())).containsExactly(words(newEvents));
                assertThat(numbers(advanced.confirmed())).containsExactly(words(confirmed));
              });
      assertState(state, List.of(words(left)), words(heads)[0], words(heads)[1]);
    }

    @Test
    void ownUnsharedEvent_whereTheSessionStartedBehindItsLeader_isConfirmed() {
      var state = pendingFrom("e1", "e1.1");
      var result = state.upstreamAdvance(all("e1.1", "e1.2", "e1.3", "e2", "e2.1"), COUNTED);
      assertThat(result)
          .isEqualTo(new MergeResult.Advanced(all("e1.2", "e1.3", "e2", "e2.1"), all("e1.1")));
      assertState(state, List.of(), "e2.1", "e2.1");
    }

    @Test
    void nothing_changesNothing() {
      var state = pending("e1");
      assertThat(state.upstreamAdvance(List.of(), COUNTED))
          .isEqualTo(new MergeResult.Advanced(List.of(), List.of()));
      assertState(state, List.of("e1"), "e0", "e1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"e1.2 e1.1", "e2 e1", "e1 e1"})
    void eventsOutOfOrder_areRefusedAndNothingChanges(String incoming) {
      var state = pending("e1");
      assertThatThrownBy(() -> state.upstreamAdvance(all(words(incoming)), COUNTED))
          .isInstanceOf(UpstreamOrderException.class)
          .hasMessageContaining("after");
      assertState(state, List.of("e1"), "e0", "e1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"e1", "e2"})
    void eventsThatWereDelivered_areRefused(String incoming) {
      var state = SyncState.at(number("e2"));
      assertThatThrownBy(() -> state.upstreamAdvance(all(incoming), COUNTED))
          .isInstanceOf(UpstreamOrderException.class);
    }

    /// State before, what comes, what was rolled back, what is pending then, all new, confirmed.
    static Stream<Arguments> rebases() {
      return Stream.of(
          Arguments.of(COUNTED, "e1", "e1.1", "e1", "e2r1", "e1.1 e2r1", ""),
          Arguments.of(
              COUNTED, "e1", "e1.1 e1.2 e1.3 e2", "e1", "e3r1", "e1.1 e1.2 e1.3 e2 e3r1", ""),
          Arguments.of(
              COUNTED, "e1 e1.1", "e1 e1.2 e1.3 e2", "e1.1", "e2.1r1", "e1.2 e1.3 e2 e2.1r1", "e1"),
          Arguments.of(
              COUNTED,
              "e1 e1.1",
              "e1.1 e1.2 e1.3 e2",
              "e1 e1.1",
              "e3r1 e3.1r1",
              "e1.1 e1.2 e1.3 e2 e3r1 e3.1r1",
              ""),
          Arguments.of(IGNORED, "e0.1 e1 e2", "e1 e2:other", "e2", "e3r1", "e2 e3r1", "e0.1 e1"),
          Arguments.of(IGNORED, "e0.1 e1", "e1:other", "e1", "e2r1", "e1 e2r1", "e0.1"),
          Arguments.of(
              IGNORED,
              "e1 e1.1 e2",
              "e1:other",
              "e1 e1.1 e2",
              "e2r1 e2.1r1 e3r1",
              "e1 e2r1 e2.1r1 e3r1",
              ""));
    }

    @ParameterizedTest(name = "{0}: {1} pending, {2} comes")
    @MethodSource("rebases")
    void ownEvents_followOthersThatCameFirst(
        ClientOnly clientOnly,
        String before,
        String incoming,
        String rolledBack,
        String left,
        String newEvents,
        String confirmed) {
      var state = pending(words(before));
      assertThat(state.upstreamAdvance(all(words(incoming)), clientOnly))
          .isInstanceOfSatisfying(
              MergeResult.Rebased.class,
              rebased -> {
                assertThat(numbers(rebased.rolledBack())).containsExactly(words(rolledBack));
                assertThat(numbers(rebased.newEvents())).containsExactly(words(newEvents));
                assertThat(numbers(rebased.confirmed())).containsExactly(words(confirmed));
              });
      assertThat(numbers(state.pending())).containsExactly(words(left));
      assertThat(state.localHead()).isEqualTo(state.pending().getLast().seqNum());
    }

    @Test
    void eventOfOthersAtTheSameNumber_wins() {
      var state = pending("e1");
      state.upstreamAdvance(all("e1:other"), COUNTED);
      ClientEvent own = state.pending().getFirst();
      assertThat(own.encoded().hasSameContent(event("e1").encoded())).isTrue();
      assertThat(own.parentSeqNum()).isEqualTo(number("e1"));
      assertThat(own.encoded().parentSeqNum().value()).isEqualTo(1);
      assertState(state, List.of("e2r1"), "e1", "e2r1");
    }

    @Test
    void generation_growsWithEachRebaseAndOutlivesConfirmation() {
      var state = pending("e1");
      state.upstreamAdvance(all("e1:other"), COUNTED);
      state.upstreamAdvance(List.of(state.pending().getFirst()), COUNTED);
      assertThat(state.pendingCount()).isZero();
      assertThat(state.generation()).isEqualTo(1);
      state.localPush(List.of(event("e3")), COUNTED);
      state.upstreamAdvance(all("e3:other"), COUNTED);
      assertThat(numbers(state.pending())).containsExactly("e4r2");
    }
  }

  @Nested
  class UpstreamRebase {
    @Test
    void pendingEvents_followWhatTheUpstreamHasInstead() {
      var state = pendingFrom("e1.1", "e2");
      var result = state.upstreamRebase(all("e1", "e1.1"), all("e3:e1", "e3.1:e1.1"));
      assertThat(result)
          .isInstanceOfSatisfying(
              MergeResult.Rebased.class,
              rebased -> {
                assertThat(numbers(rebased.rolledBack())).containsExactly("e1", "e1.1", "e2");
                assertThat(numbers(rebased.newEvents())).containsExactly("e3", "e3.1", "e4r1");
              });
      assertState(state, List.of("e4r1"), "e3.1", "e4r1");
    }

    @Test
    void onlyWhatTheUpstreamRolledBackAndWhatIsPending_isRolledBack() {
      var state = pendingFrom("e1.1", "e2");
      var result = state.upstreamRebase(all("e1.1"), all("e1.1:again"));
      assertThat(result)
          .isInstanceOfSatisfying(
              MergeResult.Rebased.class,
              rebased -> assertThat(numbers(rebased.rolledBack())).containsExactly("e1.1", "e2"));
      assertState(state, List.of("e2r1"), "e1.1", "e2r1");
    }

    @Test
    void withNothingPending_bothHeadsMove() {
      var state = SyncState.at(number("e1"));
      assertThat(state.upstreamRebase(all("e1"), all("e2")))
          .isEqualTo(new MergeResult.Rebased(all("e1"), all("e2"), List.of()));
      assertState(state, List.of(), "e2", "e2");
    }
  }

  @Nested
  class LocalPush {
    @Test
    void eventsBehindTheLocalHead_becomePending() {
      var state = pending("e1");
      var result = state.localPush(all("e1.1", "e1.2", "e1.3"), COUNTED);
      assertThat(result)
          .isEqualTo(new MergeResult.Advanced(all("e1.1", "e1.2", "e1.3"), List.of()));
      assertState(state, List.of("e1", "e1.1", "e1.2", "e1.3"), "e0", "e1.3");
    }

    @Test
    void eventsThatStay_whereTheyAreIgnored_areNewButNotPending() {
      var state = pending();
      assertThat(state.localPush(all("e0.1"), IGNORED))
          .isEqualTo(new MergeResult.Advanced(all("e0.1"), List.of()));
      assertState(state, List.of(), "e0", "e0");
    }

    @Test
    void mixedEvents_whereThoseThatStayAreIgnored_leaveTheSharedPending() {
      var state = pending();
      assertThat(state.localPush(all("e0.1", "e1"), IGNORED))
          .isEqualTo(new MergeResult.Advanced(all("e0.1", "e1"), List.of()));
      assertState(state, List.of("e1"), "e0", "e1");
    }

    @Test
    void eventsAtOrBeforeTheLocalHead_areRejected() {
      var state = pending("e1", "e1.1");
      assertThat(state.localPush(all("e1.1", "e1.2"), COUNTED))
          .isEqualTo(new MergeResult.Rejected(number("e1.2")));
      assertState(state, List.of("e1", "e1.1"), "e0", "e1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"e3", "e1.2", "e2 e4"})
    void eventsWithAGap_areRejected(String events) {
      var state = pending("e1");
      assertThat(state.localPush(all(words(events)), COUNTED))
          .isInstanceOf(MergeResult.Rejected.class);
      assertState(state, List.of("e1"), "e0", "e1");
    }
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ", -1);
  }
}
