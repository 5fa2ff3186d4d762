package dev.weir.bench.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How frames are named for readers.
final class Frames {
  /// What names of Weir's own classes begin with, shortened.
  static final String OURS = "weir.";

  /// Calls that pass a call on.
  private static final Pattern PASSING_ON =
      Pattern.compile(
          "java/lang/Thread\\.(run|runWith).*|\\[?thread.*|start_thread|clone\\d*|thread_native_entry.*"
              + "|.*AbstractChannelHandlerContext\\..*|.*DefaultChannelPipeline.*"
              + "|java/lang/invoke/.*|.*LambdaForm.*|jdk/internal/reflect/.*|.*\\$\\$Lambda.*"
              + "|jdk/internal/vm/Continuation.*|java/lang/VirtualThread.*run.*"
              + "|.*ThreadExecutorMap.*|.*FastThreadLocalRunnable.*|JavaThread::.*|Thread::.*");

  private Frames() {}

  static List<String> worthShowing(List<String> frames) {
    var shown = new ArrayList<String>();
    for (var frame : frames) {
      if (!PASSING_ON.matcher(frame).matches()) {
        var name = shortened(frame);
        if (shown.isEmpty() || !shown.getLast().equals(name)) {
          shown.add(name);
        }
      }
    }
    return shown;
  }

  /// `dev/weir/s2/lite/log/Row.put` is `weir.Row.put`, `io/netty/buffer/X.y` is `X.y`.
  static String shortened(String frame) {
    var slash = frame.lastIndexOf('/');
    if (slash < 0) {
      return frame;
    }
    var name = frame.substring(slash + 1);
    return frame.startsWith("dev/weir/") ? OURS + name : name;
  }
}
