package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Code of a page that makes a sync backend, run by the stock client.
///
/// @param shell where it is written and run
/// @param node the project whose packages it imports
record DocBackend(DocShell shell, Node node) {
  /// Has a store commit an event, which comes back over a live pull once Weir has it.
  ///
  /// @param code a module that exports `backend`
  /// @param payload further words: the store's sync payload as JSON, or none
  void assertSyncs(String code, String storeId, String... payload) {
    var module = shell.write("snippet.mjs", code);
    var words = new StringBuilder("node '%s'".formatted(node.project().resolve("snippet.mjs")));
    words.append(" '%s' '%s'".formatted(module, storeId));
    for (var word : payload) {
      words.append(" '%s'".formatted(word));
    }
    var packages = shell.directory().resolve("node_modules");
    try {
      Files.createSymbolicLink(packages, node.project().resolve("node_modules"));
      assertThat(shell.run(words.toString())).contains("confirmed from-a-page");
      Files.delete(packages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
