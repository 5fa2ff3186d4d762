package dev.weir.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/// The tests that there are, for documents that name them.
///
/// @param files what stands in each file of tests, by the file's name; some have the same
@NullMarked
record NamedTests(Map<String, String> files) {
  static NamedTests all() throws IOException {
    var files = new HashMap<String, String>();
    for (Path file : Repository.files(".*/src/test/.*(Test\\.java|\\.test\\.mjs)")) {
      files.merge(
          file.getFileName().toString(),
          Files.readString(file),
          (one, other) -> one + "\n\n" + other);
    }
    return new NamedTests(files);
  }

  /// Whether a test of JUnit has that name.
  boolean hasMethod(String type, String method) {
    // With no empty line from the annotation to the name.
    var annotated =
        Pattern.compile(
            "@(Test|ParameterizedTest)\\b((?!\\n\\n)[\\s\\S])*?\\bvoid "
                + Pattern.quote(method)
                + "\\(");
    return annotated.matcher(files.getOrDefault(type + ".java", "")).find();
  }

  /// Whether a test of Node's, in a file of that name, has that title.
  boolean hasTitle(String file, String title) {
    return files.getOrDefault(file, "").contains(title);
  }
}
