package dev.weir.app.demo;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// The browser of whoever started the program. The JDK's own way to it needs the desktop classes,
/// which a headless JDK does not have.
final class Browser {
  private Browser() {}

  /// Shows a page, and says so if that cannot be done, as the page can still be opened by hand.
  static void open(URI page) {
    var command = command(System.getProperty("os.name", ""), page);
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      System.err.println(
          "weir: cannot open a browser with "
              + command.getFirst()
              + "; open "
              + page
              + " yourself");
    }
  }

  static List<String> command(String system, URI page) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return List.of("open", page.toString());
    }
    if (name.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", page.toString());
    }
    return List.of("xdg-open", page.toString());
  }
}
