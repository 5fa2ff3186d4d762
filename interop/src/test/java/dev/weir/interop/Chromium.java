package dev.weir.interop;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The browser of this machine.
final class Chromium {
  private static final String MISSING =
      "There is no Chromium: install the Debian package chromium, or name the program in the"
          + " environment variable CHROMIUM";

  /// Tells [ForeignTests] of each test.
  private static final URI REPORTER =
      Path.of("src", "test", "js", "sdk", "reporter.mjs").toAbsolutePath().toUri();

  private Chromium() {}

  /// Where there is none, the tests are skipped with a line that cannot be overlooked; where `CI`
  /// is `true` they fail instead.
  static Path orSkip(String what) {
    return find().orElseThrow(() -> Interop.without(what + ". " + MISSING));
  }

  /// Node, about to run a file of tests in this browser. Without a browser as [#orSkip].
  static ProcessBuilder testsOrSkip(String what, Path file) {
    var chromium = orSkip(what);
    var command =
        new ProcessBuilder("node", "--test", "--test-reporter=" + REPORTER, file.toString());
    command.environment().put("CHROMIUM", chromium.toString());
    return command;
  }

  private static Optional<Path> find() {
    var named = Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
    var onPath =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
            .flatMap(directory ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(directory, name)));
    return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
  }
}
