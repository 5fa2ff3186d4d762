package dev.weir.app.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How far long work has come: a bar that moves on a terminal, and elsewhere a line now and then.
/// Written to the standard error, so that it is in no output. Used by one thread.
public final class Progress implements AutoCloseable {
  private static final long BAR_NANOS = 100_000_000;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final LongSupplier nanos;
  private final String what;
  private long shownAt;
  private boolean isShown;

  Progress(PrintWriter err, boolean isTerminal, LongSupplier nanos, String what) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.nanos = nanos;
    this.what = Plain.text(what, 40);
    this.shownAt = nanos.getAsLong();
  }

  /// Of the work `what`. Nothing is shown of work that takes no time.
  @SuppressWarnings("SystemConsoleNull") // from Java 25 on it is null again where nobody types
  public static Progress of(PrintWriter err, String what) {
    return new Progress(err, System.console() != null, System::nanoTime, what);
  }

  /// So much is done.
  ///
  /// @param total 0 if it is not known
  public void at(long done, long total) {
    long now = nanos.getAsLong();
    if (now - shownAt < (isTerminal ? BAR_NANOS : LINE_NANOS)) {
      return;
    }
    shownAt = now;
    isShown = true;
    if (isTerminal) {
      err.print("\r" + what + " " + (total > 0 ? bar(done, total) : count(done)));
      err.flush();
    } else {
      err.println(what + ": " + count(done) + (total > 0 ? " of " + count(total) : ""));
    }
  }

  private static String bar(long done, long total) {
    double part = Math.min(1, (double) done / total);
    int full = (int) (part * WIDTH);
    return "[%s%s] %3d%%  %s of %s "
        .formatted(
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            (int) (part * 100),
            count(done),
            count(total));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Takes the bar away, before something else is printed.
  public void hide() {
    if (isShown && isTerminal) {
      err.print("\r\u001b[K");
      err.flush();
      isShown = false;
    }
  }

  /// Takes the bar away.
  @Override
  public void close() {
    hide();
  }
}
