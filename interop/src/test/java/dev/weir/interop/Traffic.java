package dev.weir.interop;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// When which requests came.
final class Traffic {
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  record Request(long nanoTime, String method) {}

  void add(HttpHead request) {
    requests.add(new Request(System.nanoTime(), request.method()));
  }

  /// Those of one method, `*` for all, in a span of time.
  long count(String method, long from, long to) {
    return requests.stream()
        .filter(request -> request.nanoTime() >= from && request.nanoTime() <= to)
        .filter(request -> method.equals("*") || method.equals(request.method()))
        .count();
  }

  long count(String method) {
    return count(method, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// How many of each method in a span of time, as in `2 GET, 1 POST`.
  String methods(long from, long to) {
    return requests.stream()
        .filter(request -> request.nanoTime() >= from && request.nanoTime() <= to)
        .collect(groupingBy(Request::method, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(joining(", "));
  }

  /// The most requests that came within any one second of a span of time.
  long mostInASecond(long from, long to) {
    return requests.stream()
        .map(Request::nanoTime)
        .filter(time -> time >= from && time <= to)
        .mapToLong(time -> count("*", time, Math.min(to, time + TimeUnit.SECONDS.toNanos(1))))
        .max()
        .orElse(0);
  }
}
