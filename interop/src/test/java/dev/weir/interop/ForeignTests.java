package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// Tests that a program in another language runs: one line of JSON on its output for each, with
/// `test` (its name) and, if need be, `failure` or `skipped` (why). Each becomes a test here.
final class ForeignTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ForeignTests() {}

  /// Runs the program to its end. That it runs at least one test, and ends well only if all passed,
  /// is checked as a test of its own, so that one which dies halfway does not pass for complete.
  static Stream<DynamicTest> run(String name, ProcessBuilder command) {
    var outcomes = Collections.synchronizedList(new ArrayList<Outcome>());
    try {
      var process = command.start();
      process.getOutputStream().close();
      var diagnostics =
          OutputTail.follow(name + "-err", process.errorReader(UTF_8), line -> {}, () -> {});
      try (var reader = process.inputReader(UTF_8)) {
        reader.lines().filter(line -> !line.isBlank()).map(Outcome::parse).forEach(outcomes::add);
      }
      var status = awaitEnd(process);
      return Stream.concat(
          outcomes.stream().map(outcome -> outcome.asTest(diagnostics)),
          Stream.of(wholeRun(name, List.copyOf(outcomes), status, diagnostics)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DynamicTest wholeRun(
      String name, List<Outcome> outcomes, int status, OutputTail diagnostics) {
    return DynamicTest.dynamicTest(
        name + " ran to its end",
        () -> {
          var failed = outcomes.stream().anyMatch(outcome -> !outcome.failure().isEmpty());
          if (outcomes.isEmpty() || (status != 0 && !failed)) {
            throw new AssertionError(
                "%s ran %d tests and ended with status %d; it printed:%n%s"
                    .formatted(name, outcomes.size(), status, diagnostics));
          }
        });
  }

  private static int awaitEnd(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + process.info() + " ran", e);
    }
  }

  private record Outcome(String name, String failure, String skipped) {
    private static Outcome parse(String line) {
      try {
        JsonNode json = JSON.readTree(line);
        return new Outcome(
            json.required("test").asText(),
            json.path("failure").asText(),
            json.path("skipped").asText());
      } catch (JsonProcessingException | IllegalArgumentException e) {
        return new Outcome("output that is no test's", line, "");
      }
    }

    private DynamicTest asTest(OutputTail diagnostics) {
      return DynamicTest.dynamicTest(
          name,
          () -> {
            if (!failure.isEmpty()) {
              throw new AssertionError(failure + "\nIt printed:\n" + diagnostics);
            }
            Assumptions.assumeTrue(skipped.isEmpty(), skipped);
          });
    }
  }
}
