package dev.weir.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The lines of a program's log that warn, as they come.
final class Warnings {
  private static final int KEPT = 10_000;
  private static final long PATIENCE_SECONDS = 60;

  private final List<String> lines = new ArrayList<>();
  private final List<Expected> expected = new ArrayList<>();

  private record Expected(List<String> words, CompletableFuture<String> line) {
    boolean isIn(String text) {
      return words.stream().allMatch(text::contains);
    }
  }

  synchronized void offer(String line) {
    if (line.contains("WARNING") && lines.size() < KEPT) {
      lines.add(line);
      expected.stream().filter(one -> one.isIn(line)).forEach(one -> one.line().complete(line));
    }
  }

  /// Waits for a warning that has all these words in it, or had come before.
  String await(String... words) throws InterruptedException {
    try {
      return expect(List.of(words)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no warning with " + List.of(words), e);
    }
  }

  private synchronized CompletableFuture<String> expect(List<String> words) {
    var one = new Expected(words, new CompletableFuture<>());
    lines.stream().filter(one::isIn).findFirst().ifPresent(one.line()::complete);
    expected.add(one);
    return one.line();
  }
}
