package dev.weir.livestore.sync.merge;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.ClientSeqNum;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// A client's events that its upstream has not confirmed yet, and where both logs end: LiveStore's
/// merge and rebase rules (`SyncState` of `@livestore/common` 0.4.0), without its faults. Not
/// thread-safe.
///
/// It differs from the original in three things. Events that never leave the client cannot shift
/// what is compared, so that no event is rolled back that was confirmed. Local events must chain
/// onto the local head. And the rebase generation only ever grows.
public final class SyncState {
  private final Deque<ClientEvent> pending = new ArrayDeque<>();
  private ClientSeqNum upstreamHead;
  private ClientSeqNum localHead;
  private int generation;

  private SyncState(ClientSeqNum head) {
    upstreamHead = head;
    localHead = head;
    generation = head.rebaseGeneration();
  }

  /// Where both logs end at `head` and nothing is pending.
  public static SyncState at(ClientSeqNum head) {
    return new SyncState(head);
  }

  /// What is not confirmed, oldest first.
  public List<ClientEvent> pending() {
    return List.copyOf(pending);
  }

  /// The oldest `count` of the pending events, or all of them if there are fewer.
  public List<ClientEvent> firstPending(int count) {
    return pending.stream().limit(count).toList();
  }

  /// How many events are not confirmed.
  public int pendingCount() {
    return pending.size();
  }

  /// Where the upstream's log ends, as far as it was delivered.
  public ClientSeqNum upstreamHead() {
    return upstreamHead;
  }

  /// Where this client's log ends: what its next event follows.
  public ClientSeqNum localHead() {
    return localHead;
  }

  /// The generation that this client's next event bears.
  public int generation() {
    return generation;
  }

  /// Appends events of this client's own.
  ///
  /// @param events a chain that follows the local head
  /// @return [MergeResult.Advanced] or [MergeResult.Rejected]
  public MergeResult localPush(List<ClientEvent> events, ClientOnly clientOnly) {
    if (!continuesLocalHead(events)) {
      return new MergeResult.Rejected(localHead.next(true, localHead.rebaseGeneration()));
    }
    for (ClientEvent event : events) {
      if (clientOnly == ClientOnly.COUNTED || !event.clientOnly()) {
        pending.addLast(event);
      }
      generation = Math.max(generation, event.seqNum().rebaseGeneration());
    }
    settleLocalHead();
    return new MergeResult.Advanced(events, List.of());
  }

  private boolean continuesLocalHead(List<ClientEvent> events) {
    ClientSeqNum head = localHead;
    for (ClientEvent event : events) {
      ClientSeqNum parent = head.asParent(event.clientOnly());
      if (!event.seqNum().isAfter(head) || !event.parentSeqNum().isAtPlaceOf(parent)) {
        return false;
      }
      head = event.seqNum();
    }
    return true;
  }

  /// Takes over what the upstream's log goes on with: this client's own events, which are then
  /// confirmed, or others', which its own then follow.
  ///
  /// @return [MergeResult.Advanced] or [MergeResult.Rebased]
  /// @throws UpstreamOrderException if they do not ascend from the upstream's head
  public MergeResult upstreamAdvance(List<ClientEvent> events, ClientOnly clientOnly) {
    if (events.isEmpty()) {
      return new MergeResult.Advanced(List.of(), List.of());
    }
    requireAscending(events, upstreamHead);
    Confirmation confirmation = confirm(events, clientOnly);
    List<ClientEvent> others = events.subList(confirmation.consumed(), events.size());
    upstreamHead = events.getLast().seqNum();
    if (!confirmation.diverged()) {
      settleLocalHead();
      return new MergeResult.Advanced(others, confirmation.confirmed());
    }
    List<ClientEvent> rolledBack = pending();
    rebasePending();
    return new MergeResult.Rebased(rolledBack, joined(others, pending), confirmation.confirmed());
  }

  private record Confirmation(List<ClientEvent> confirmed, int consumed, boolean diverged) {}

  /// Takes from the pending events those that `events` confirms.
  private Confirmation confirm(List<ClientEvent> events, ClientOnly clientOnly) {
    var confirmed = new ArrayList<ClientEvent>();
    var passed = new ArrayList<ClientEvent>();
    int consumed = 0;
    for (Iterator<ClientEvent> own = pending.iterator(); own.hasNext(); ) {
      ClientEvent next = own.next();
      if (clientOnly == ClientOnly.IGNORED && next.clientOnly()) {
        passed.add(next);
        continue;
      }
      if (consumed == events.size()) {
        break;
      }
      if (!next.isSame(events.get(consumed))) {
        take(confirmed, passed);
        return new Confirmation(confirmed, consumed, true);
      }
      consumed++;
      passed.add(next);
    }
    take(confirmed, passed);
    return new Confirmation(confirmed, consumed, false);
  }

  private void take(List<ClientEvent> confirmed, List<ClientEvent> passed) {
    passed.forEach(event -> confirmed.add(pending.removeFirst()));
  }

  /// The upstream has itself been rebased: what it rolls back goes, and all pending events follow
  /// what it has instead.
  ///
  /// @param rolledBack what the upstream no longer has, oldest first
  /// @param events what it has instead; none leaves its head where it was
  /// @throws UpstreamOrderException if `events` do not ascend
  public MergeResult upstreamRebase(List<ClientEvent> rolledBack, List<ClientEvent> events) {
    if (!events.isEmpty()) {
      requireAscending(events.subList(1, events.size()), events.getFirst().seqNum());
      upstreamHead = events.getLast().seqNum();
    }
    List<ClientEvent> allRolledBack = joined(rolledBack, pending);
    rebasePending();
    return new MergeResult.Rebased(allRolledBack, joined(events, pending), List.of());
  }

  private void rebasePending() {
    generation = Math.max(generation, upstreamHead.rebaseGeneration()) + 1;
    List<ClientEvent> before = pending();
    pending.clear();
    ClientSeqNum head = upstreamHead;
    for (ClientEvent event : before) {
      ClientEvent rebased = event.after(head, generation);
      pending.addLast(rebased);
      head = rebased.seqNum();
    }
    localHead = head;
  }

  private void settleLocalHead() {
    if (!pending.isEmpty()) {
      localHead = pending.getLast().seqNum();
    } else if (!localHead.isAfter(upstreamHead)) {
      localHead = upstreamHead;
    }
  }

  private static void requireAscending(List<ClientEvent> events, ClientSeqNum from) {
    ClientSeqNum before = from;
    for (ClientEvent event : events) {
      if (!event.seqNum().isAfter(before)) {
        throw new UpstreamOrderException(
            "the upstream delivered event " + event.seqNum() + " after " + before);
      }
      before = event.seqNum();
    }
  }

  private static List<ClientEvent> joined(
      Collection<ClientEvent> first, Collection<ClientEvent> second) {
    var all = new ArrayList<ClientEvent>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }
}
