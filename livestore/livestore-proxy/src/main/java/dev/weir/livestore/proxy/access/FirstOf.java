package dev.weir.livestore.proxy.access;

import java.util.List;

/// Several ways in, tried in order. Only "I do not know you" leads to the next one.
record FirstOf(List<Access> ways) implements Access {
  FirstOf {
    ways = List.copyOf(ways);
    if (ways.isEmpty()) {
      throw new IllegalArgumentException("there is no way in");
    }
  }

  @Override
  public Caller recognise(Credentials credentials) throws InterruptedException {
    for (Access way : ways.subList(0, ways.size() - 1)) {
      try {
        return way.recognise(credentials);
      } catch (AccessDeniedException e) {
        if (e.reason() != AccessDeniedException.Reason.UNAUTHENTICATED) {
          throw e;
        }
      }
    }
    return ways.getLast().recognise(credentials);
  }
}
