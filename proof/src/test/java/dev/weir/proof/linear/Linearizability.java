package dev.weir.proof.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The search for an order of a history's operations. It takes them one by one among those that had
/// begun before any other that is left had ended; where none fits, it takes the last one back and
/// tries the next. It never comes twice to the same operations in the same states.
final class Linearizability {
  private static final long MAX_STEPS = 20_000_000;

  private final List<Operation> operations;
  private final Event head = new Event(-1, false);
  private final BitSet taken = new BitSet();
  private final Deque<Taken> order = new ArrayDeque<>();
  private final Set<Reached> reached = new HashSet<>();
  private Set<StreamState> states = Set.of(StreamState.EMPTY);
  private List<Operation> longest = List.of();

  private Linearizability(List<Operation> operations) {
    this.operations = operations;
    link();
  }

  /// What came of the search.
  sealed interface Verdict {
    /// There is such an order.
    record Linearizable() implements Verdict {}

    /// There is none.
    ///
    /// @param longest the most operations that could be put in order, in that order
    record Broken(List<Operation> longest) implements Verdict {}
  }

  /// @throws IllegalStateException if the search is too long to be finished
  static Verdict check(List<Operation> operations) {
    return new Linearizability(operations).search();
  }

  private Verdict search() {
    var event = head.next;
    for (long steps = 0; event != null; steps++) {
      if (steps == MAX_STEPS) {
        throw new IllegalStateException("not decided after " + MAX_STEPS + " steps");
      }
      if (!event.isBeginning) { // of the operations left, one has ended by now that did not fit
        if (order.isEmpty()) {
          return new Verdict.Broken(longest);
        }
        event = takeBack();
      } else {
        event = take(event) ? head.next : event.next;
      }
    }
    return new Verdict.Linearizable();
  }

  private boolean take(Event event) {
    var operation = operations.get(event.operation);
    var after = StreamModel.step(states, operation.call(), operation.answer());
    if (after.isEmpty()) {
      return false;
    }
    taken.set(event.operation);
    if (!reached.add(new Reached((BitSet) taken.clone(), after))) {
      taken.clear(event.operation);
      return false;
    }
    order.push(new Taken(event, states));
    states = after;
    event.leave();
    if (order.size() > longest.size()) {
      longest = inOrder();
    }
    return true;
  }

  private @Nullable Event takeBack() {
    var last = order.pop();
    states = last.before;
    taken.clear(last.event.operation);
    last.event.comeBack();
    return last.event.next;
  }

  private List<Operation> inOrder() {
    var taken = new ArrayList<Operation>(order.size());
    order
        .descendingIterator()
        .forEachRemaining(one -> taken.add(operations.get(one.event.operation)));
    return taken;
  }

  /// Beginnings and ends in the order of time; operations without an answer end behind all others.
  private void link() {
    record Moment(long at, Event event) {}
    var moments = new ArrayList<Moment>();
    for (int i = 0; i < operations.size(); i++) {
      var beginning = new Event(i, true);
      var end = new Event(i, false);
      beginning.end = end;
      moments.add(new Moment(operations.get(i).begun(), beginning));
      moments.add(new Moment(operations.get(i).ended(), end));
    }
    moments.sort(Comparator.comparingLong(Moment::at));
    var last = head;
    for (var moment : moments) {
      last.next = moment.event;
      moment.event.previous = last;
      last = moment.event;
    }
  }

  /// The beginning or the end of an operation, in the list of those that are left.
  private static final class Event {
    final int operation;
    final boolean isBeginning;
    @Nullable Event end;
    @Nullable Event previous;
    @Nullable Event next;

    Event(int operation, boolean isBeginning) {
      this.operation = operation;
      this.isBeginning = isBeginning;
    }

    void leave() {
      unlink();
      if (end != null) {
        end.unlink();
      }
    }

    void comeBack() {
      if (end != null) {
        end.link();
      }
      link();
    }

    private void unlink() {
      if (previous != null) {
        previous.next = next;
      }
      if (next != null) {
        next.previous = previous;
      }
    }

    private void link() {
      if (previous != null) {
        previous.next = this;
      }
      if (next != null) {
        next.previous = this;
      }
    }
  }

  private record Taken(Event event, Set<StreamState> before) {}

  private record Reached(BitSet taken, Set<StreamState> states) {}
}
