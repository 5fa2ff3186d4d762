package dev.weir.livestore.replica;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.ClientSeqNum;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.merge.ClientOnly;
import dev.weir.livestore.sync.merge.MergeResult;
import dev.weir.livestore.sync.merge.SyncState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A replica's own events on their way to the backend. Not thread-safe.
///
/// Events are counted as they are committed, and pass two marks in that order, whatever their
/// numbers become: `acknowledged`, up to which the backend has accepted a push, and `confirmed`, up
/// to which they came back with a pull. An acknowledged event is not pushed again, and those behind
/// it are pushed only then, so none can overtake an earlier one. A rebase begins a new epoch, in
/// which answers to pushes of the old one mean nothing; what was acknowledged but is rolled back is
/// pushed again.
final class PendingEvents {
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private SyncState state;
  private long committed;
  private long acknowledged;
  private long confirmed;
  private long epoch;

  private PendingEvents(SyncState state) {
    this.state = state;
  }

  /// A commit whose last event is the `count`th.
  private record Waiting(long count, Commit commit) {}

  static PendingEvents of(Journal.Recovered recovered, Author author) {
    var events = new PendingEvents(stateOf(recovered, author));
    events.committed = events.state.pendingCount();
    return events;
  }

  private static SyncState stateOf(Journal.Recovered recovered, Author author) {
    EventSeqNum head = recovered.head().map(PullCursor::eventSeqNum).orElse(EventSeqNum.ROOT);
    SyncState state = SyncState.at(new ClientSeqNum(head, 0, recovered.rebaseGeneration()));
    var drafts = recovered.pending().stream().map(event -> draft(event, author)).toList();
    requireAdvanced(state.localPush(chain(drafts, state), ClientOnly.IGNORED));
    return state;
  }

  /// The event before it has a place.
  static ClientEvent draft(NewEvent event, Author author) {
    return ClientEvent.ofGlobal(event.by(author));
  }

  private static List<ClientEvent> chain(List<ClientEvent> drafts, SyncState state) {
    var events = new ArrayList<ClientEvent>(drafts.size());
    ClientSeqNum head = state.localHead();
    for (ClientEvent draft : drafts) {
      ClientEvent event = draft.after(head, state.generation());
      events.add(event);
      head = event.seqNum();
    }
    return events;
  }

  private static void requireAdvanced(MergeResult result) {
    if (!(result instanceof MergeResult.Advanced)) {
      throw new IllegalStateException("events numbered behind the local head were refused");
    }
  }

  /// Gives events that are stored their place.
  void commit(List<ClientEvent> drafts, Commit commit) {
    requireAdvanced(state.localPush(chain(drafts, state), ClientOnly.IGNORED));
    committed += drafts.size();
    waiting.addLast(new Waiting(committed, commit));
  }

  /// Goes back to what is stored, after a write that failed.
  void restore(Journal.Recovered recovered, Author author) {
    state = stateOf(recovered, author);
    beginEpoch();
  }

  /// Merges what was pulled. What that means for commits follows with `confirmed`, once it is
  /// stored.
  MergeResult merge(List<ClientEvent> events) {
    MergeResult result = state.upstreamAdvance(events, ClientOnly.IGNORED);
    if (result instanceof MergeResult.Rebased) {
      beginEpoch();
    }
    return result;
  }

  private void beginEpoch() {
    epoch++;
    acknowledged = confirmed;
  }

  /// The oldest `count` are pending no more, the last of them with that number.
  ///
  /// @return the commits that are complete thereby
  List<Confirmed> confirmed(int count, EventSeqNum head) {
    confirmed += count;
    acknowledged = Math.max(acknowledged, confirmed);
    return takeWaiting(confirmed, head.value() - confirmed);
  }

  /// A commit and the number of its last event.
  record Confirmed(Commit commit, EventSeqNum number) {}

  /// The backend has accepted a push.
  List<Confirmed> accepted(PushBatch batch) {
    if (batch.epoch() != epoch || batch.last() <= acknowledged) {
      return List.of();
    }
    acknowledged = batch.last();
    return takeWaiting(acknowledged, backendHead().value() - confirmed);
  }

  /// @param offset from the count of an event to its number
  private List<Confirmed> takeWaiting(long upTo, long offset) {
    var taken = new ArrayList<Confirmed>();
    while (!waiting.isEmpty() && waiting.getFirst().count() <= upTo) {
      Waiting first = waiting.removeFirst();
      taken.add(new Confirmed(first.commit(), new EventSeqNum(first.count() + offset)));
    }
    return taken;
  }

  /// Takes the oldest event out, and closes the gap.
  ///
  /// @return the commit that ends with it
  Optional<Commit> dropFirst(Journal.Recovered remaining, Author author) {
    state = stateOf(remaining, author);
    confirmed++;
    beginEpoch();
    boolean ends = !waiting.isEmpty() && waiting.getFirst().count() == confirmed;
    return ends ? Optional.of(waiting.removeFirst().commit()) : Optional.empty();
  }

  /// All commits that wait for a confirmation; they do so no more.
  List<Commit> abandon() {
    var commits = waiting.stream().map(Waiting::commit).toList();
    waiting.clear();
    return commits;
  }

  /// What to push next, if anything.
  Optional<PushBatch> nextBatch(int maxEvents, int maxChars) {
    int skip = (int) (acknowledged - confirmed);
    List<ClientEvent> oldest = state.firstPending(skip + maxEvents);
    var events = new ArrayList<EncodedEvent>();
    int chars = 0;
    for (int i = skip; i < oldest.size(); i++) {
      EncodedEvent event = oldest.get(i).encoded();
      chars += event.json().length();
      if (!events.isEmpty() && chars > maxChars) {
        break;
      }
      events.add(event);
    }
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PushBatch(List.copyOf(events), acknowledged + events.size(), epoch, backendHead()));
  }

  List<ClientEvent> pending() {
    return state.pending();
  }

  boolean isCurrent(PushBatch batch) {
    return batch.epoch() == epoch;
  }

  EventSeqNum backendHead() {
    return state.upstreamHead().global();
  }

  EventSeqNum localHead() {
    return state.localHead().global();
  }

  int generation() {
    return state.generation();
  }

  long committed() {
    return committed;
  }

  long acknowledged() {
    return acknowledged;
  }

  long confirmed() {
    return confirmed;
  }
}
