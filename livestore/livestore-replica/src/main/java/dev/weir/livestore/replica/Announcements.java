package dev.weir.livestore.replica;

import java.util.ArrayList;
import java.util.List;

/// What the writing thread has to say of what it did. It shows that first, and only then tells
/// those who wait for it: they may look. Used by that thread alone, apart from [#progress()].
final class Announcements {
  private final Notices notices;
  private final Watched<Progress> progress;
  private final List<Runnable> afterwards = new ArrayList<>();

  Announcements(Notices notices, Progress first) {
    this.notices = notices;
    this.progress = new Watched<>(first);
  }

  Watched<Progress> progress() {
    return progress;
  }

  /// Something for others' code, which may take its time.
  void tell(Runnable notice) {
    afterwards.add(() -> notices.tell(notice));
  }

  /// Something that a thread waits for, and nobody else's code.
  void answer(Runnable answer) {
    afterwards.add(answer);
  }

  void show(Progress now) {
    progress.set(now);
  }

  void makeAll() {
    afterwards.forEach(Runnable::run);
    afterwards.clear();
  }

  void forgetAll() {
    afterwards.clear();
  }
}
