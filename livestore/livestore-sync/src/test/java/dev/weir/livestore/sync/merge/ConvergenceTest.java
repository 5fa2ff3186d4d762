package dev.weir.livestore.sync.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.ClientSeqNum;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that commit, push, lose answers and pull in any order end with one log, in which every
/// event is once.
class ConvergenceTest {
  static Stream<Long> seeds() {
    return new Random(Long.getLong("weir.seed", 1)).longs(200).boxed();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void clientsInAnyOrder_convergeOnOneLog(long seed) {
    var random = new Random(seed);
    var log = new Log();
    var nodes = List.of(new Node("a", log), new Node("b", log), new Node("c", log));
    for (int step = 0; step < 300; step++) {
      nodes.get(random.nextInt(nodes.size())).act(random);
    }
    nodes.forEach(Node::settle);
    nodes.forEach(node -> node.pull(Integer.MAX_VALUE));

    int committed = nodes.stream().mapToInt(node -> node.committed).sum();
    assertThat(log.events.stream().map(EncodedEvent::argsJson).distinct()).hasSize(committed);
    assertThat(log.events).hasSize(committed);
    for (Node node : nodes) {
      // What stays with the client is confirmed only together with what comes behind it.
      assertThat(node.state.pending()).allMatch(ClientEvent::clientOnly);
      assertThat(node.sharedView()).isEqualTo(log.events);
    }
  }

  /// A backend that takes what continues its head.
  private static final class Log {
    private final List<EncodedEvent> events = new ArrayList<>();

    boolean push(List<EncodedEvent> batch) {
      var head = events.isEmpty() ? EventSeqNum.ROOT : events.getLast().seqNum();
      if (!batch.getFirst().parentSeqNum().equals(head)) {
        return false;
      }
      return events.addAll(batch);
    }
  }

  private static final class Node {
    private final String id;
    private final Log log;
    private final SyncState state = SyncState.at(ClientSeqNum.ROOT);
    private final List<ClientEvent> view = new ArrayList<>();
    private int pulled;
    private int committed;

    Node(String id, Log log) {
      this.id = id;
      this.log = log;
    }

    void act(Random random) {
      switch (random.nextInt(4)) {
        case 0 -> commit(random.nextInt(4) == 0);
        case 1, 2 -> pull(1 + random.nextInt(5));
        default -> push(1 + random.nextInt(4));
      }
    }

    private void commit(boolean clientOnly) {
      String args = "\"" + id + (clientOnly ? "-" : committed++) + "\"";
      ClientSeqNum number = state.localHead().next(clientOnly, state.generation());
      ClientSeqNum parent = state.localHead().asParent(clientOnly);
      var encoded = EncodedEvent.of("n", args, number.global(), parent.global(), id, "s");
      var event = new ClientEvent(encoded, number, parent, clientOnly);
      apply(state.localPush(List.of(event), ClientOnly.COUNTED));
    }

    /// Whether the answer arrives or not makes no difference: only a pull confirms.
    private void push(int count) {
      List<EncodedEvent> batch =
          state.firstPending(count).stream()
              .filter(event -> !event.clientOnly())
              .map(ClientEvent::encoded)
              .toList();
      if (!batch.isEmpty()) {
        log.push(batch);
      }
    }

    void pull(int most) {
      int end = (int) Math.min(log.events.size(), (long) pulled + most);
      List<ClientEvent> page =
          log.events.subList(pulled, end).stream().map(ClientEvent::ofGlobal).toList();
      pulled = end;
      apply(state.upstreamAdvance(page, ClientOnly.IGNORED));
    }

    private void apply(MergeResult result) {
      switch (result) {
        case MergeResult.Advanced advanced -> view.addAll(advanced.newEvents());
        case MergeResult.Rebased rebased -> {
          for (ClientEvent rolledBack : rebased.rolledBack().reversed()) {
            assertThat(view.removeLast()).isEqualTo(rolledBack);
          }
          view.addAll(rebased.newEvents());
        }
        case MergeResult.Rejected rejected -> throw new AssertionError(rejected);
      }
    }

    void settle() {
      while (state.pendingCount() > 0) {
        pull(Integer.MAX_VALUE);
        push(Integer.MAX_VALUE);
        if (state.pending().stream().allMatch(ClientEvent::clientOnly)) {
          break;
        }
      }
    }

    List<EncodedEvent> sharedView() {
      return view.stream().filter(event -> !event.clientOnly()).map(ClientEvent::encoded).toList();
    }
  }
}
