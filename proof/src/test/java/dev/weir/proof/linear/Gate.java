package dev.weir.proof.linear;

/// Where clients wait that were told nothing, until somebody answers again.
final class Gate {
  private boolean isOpen = true;

  synchronized void close() {
    isOpen = false;
  }

  synchronized void open() {
    isOpen = true;
    notifyAll();
  }

  synchronized void await() throws InterruptedException {
    while (!isOpen) {
      wait();
    }
  }
}
