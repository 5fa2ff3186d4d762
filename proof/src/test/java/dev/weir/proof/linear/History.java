package dev.weir.proof.linear;

import java.util.ArrayList;
import java.util.List;

/// What the clients of one stream have called and were told.
final class History {
  private final List<Operation> operations = new ArrayList<>();
  private long moment;

  /// A moment behind every one before.
  synchronized long now() {
    return moment++;
  }

  synchronized void add(int client, Call call, Answer answer, long begun) {
    long ended = answer instanceof Answer.Lost ? Long.MAX_VALUE : moment++;
    operations.add(new Operation(client, call, answer, begun, ended));
    notifyAll();
  }

  /// Waits until there are so many operations.
  synchronized void awaitSize(int size) throws InterruptedException {
    while (operations.size() < size) {
      wait();
    }
  }

  synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }
}
