package dev.weir.interop;

import java.nio.file.Files;
import java.nio.file.Path;

/// Pages that the build leaves out unless it is asked for them, as `./weir test` does.
enum BuiltPages {
  CONSOLE("the console", "weir.console"),
  DEMO("the demo", "weir.demo"),
  DOCS("the documentation's site", "weir.docs");

  private static final Path SITE = Path.of("..", "site", "target", "site", "index.html");

  private final String what;
  private final String property;

  BuiltPages(String what, String property) {
    this.what = what;
    this.property = property;
  }

  /// Goes on where they were built.
  void orSkip() {
    if (!areThere()) {
      throw Interop.without(what + ". It was not built: run Maven with -D" + property);
    }
  }

  private boolean areThere() {
    return switch (this) {
      case CONSOLE -> isOnClassPath("dev/weir/console/index.html");
      case DEMO -> isOnClassPath("dev/weir/demo/index.html");
      case DOCS -> Files.exists(SITE);
    };
  }

  private static boolean isOnClassPath(String page) {
    return BuiltPages.class.getClassLoader().getResource(page) != null;
  }
}
