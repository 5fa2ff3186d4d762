package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every fenced block of the documentation is executed by a test, or is the very text of something
/// that is. A block that nobody claims here fails.
class DocSnippetsTest {
  /// How the blocks of a page in some languages are known to be right.
  private sealed interface Claim {
    Set<String> languages();

    /// A test runs them all.
    ///
    /// @param test its file, which names the page
    record RunBy(String test, Set<String> languages) implements Claim {}

    /// Each is a part of a file that is compiled and run, but for its indentation.
    ///
    /// @param source the file, or a directory with the files
    record PartOf(String source, Set<String> languages) implements Claim {}

    /// Nothing here can run them.
    record NotRun(String why, Set<String> languages) implements Claim {}
  }

  private static final String INTEROP = "interop/src/test/java/dev/weir/interop/";

  private static Claim runBy(String test, String... languages) {
    return new Claim.RunBy(test, Set.of(languages));
  }

  private static Claim partOf(String source, String... languages) {
    return new Claim.PartOf(source, Set.of(languages));
  }

  private static Claim notRun(String why, String... languages) {
    return new Claim.NotRun(why, Set.of(languages));
  }

  private static final Map<String, List<Claim>> CLAIMS =
      Map.ofEntries(
          Map.entry(
              "README.md", List.of(runBy(INTEROP + "ReadmeDocTest.java", "sh", "ts", "text"))),
          Map.entry(
              "docs/tutorial.md",
              List.of(runBy(INTEROP + "TutorialDocTest.java", "sh", "json", "js", "html"))),
          Map.entry("docs/demo.md", List.of(runBy(INTEROP + "ReadmeDocTest.java", "sh"))),
          Map.entry(
              "docs/operations.md",
              List.of(runBy(INTEROP + "OperationsDocTest.java", "sh", "yaml", "ini"))),
          Map.entry("docs/migration.md", List.of(runBy(INTEROP + "MigrationDocTest.java", "sh"))),
          Map.entry(
              "docs/authentication.md",
              List.of(runBy(INTEROP + "AuthenticationDocTest.java", "text", "ts"))),
          Map.entry(
              "docs/protocol.md",
              List.of(runBy(INTEROP + "ProtocolDocTest.java", "text", "json", "sh"))),
          Map.entry(
              "docs/command-line.md",
              List.of(
                  runBy(
                      "weir-app/src/test/java/dev/weir/app/CommandLineDocTest.java",
                      "sh",
                      "conf",
                      "json"))),
          Map.entry(
              "docs/interceptors.md",
              List.of(
                  partOf(
                      "livestore/livestore-proxy/src/test/java/dev/weir/livestore/proxy/interceptor"
                          + "/InterceptorExamplesTest.java",
                      "java"),
                  runBy(INTEROP + "InterceptorsDocTest.java", "http"))),
          Map.entry(
              "docs/s2-sdk.md",
              List.of(
                  partOf(
                      "s2/s2-sdk-test/src/test/java/dev/weir/s2/sdk/ExamplesTest.java", "java"))),
          Map.entry(
              "docs/replica.md",
              List.of(
                  partOf(
                      "livestore/livestore-replica/src/test/java/dev/weir/livestore/replica"
                          + "/ReplicaExamplesTest.java",
                      "java"))),
          Map.entry("docs/own-server.md", List.of(partOf(ownServer(), "java"))),
          Map.entry("docs/sync-backend.md", List.of(partOf(ownServer(), "java"))),
          Map.entry(
              "docs/spring-boot.md",
              List.of(
                  partOf("examples/spring-boot/src/main", "java", "yaml"),
                  partOf("examples/spring-boot/pom.xml", "xml"),
                  runBy(
                      "weir-spring-boot-starter/src/test/java/dev/weir/spring"
                          + "/AutoConfigurationTest.java",
                      "text"))),
          Map.entry(
              "docs/reports/simulation.md",
              List.of(notRun("every build runs that test, with fewer seeds", "sh"))),
          Map.entry(
              "docs/distribution.md",
              List.of(notRun("builds with Maven, which is what runs this test", "sh"))));

  private static String ownServer() {
    return "examples/own-server/src/test/java/dev/weir/example/ownserver/DocExamplesTest.java";
  }

  @TestFactory
  Stream<DynamicTest> everyBlock_isClaimed() throws IOException {
    return pages().stream()
        .filter(page -> !DocPage.blocks(page).isEmpty())
        .map(page ->
            DynamicTest.dynamicTest(
                page, () -> DocPage.blocks(page).forEach(DocSnippetsTest::assertClaimed)));
  }

  @Test
  void everyClaim_isOfAPageWithSuchBlocks() {
    CLAIMS.forEach((page, claims) -> {
      var languages =
          DocPage.blocks(page).stream().map(DocBlock::language).collect(Collectors.toSet());
      assertThat(claims).as(page).allMatch(claim -> languages.containsAll(claim.languages()));
    });
  }

  private static void assertClaimed(DocBlock block) {
    var claims =
        CLAIMS.getOrDefault(block.page(), List.of()).stream()
            .filter(claim -> claim.languages().contains(block.language()))
            .toList();
    assertThat(claims)
        .as("Say in DocSnippetsTest which test runs this block, or write one:%n%s", block)
        .hasSize(1);
    switch (claims.getFirst()) {
      case Claim.RunBy(String test, Set<String> languages) ->
          assertThat(read(DocPage.ROOT.resolve(test))).contains(block.page());
      case Claim.PartOf(String source, Set<String> languages) ->
          assertThat(sources(source)).as(block.toString()).anyMatch(file -> isIn(file, block));
      case Claim.NotRun(String why, Set<String> languages) -> assertThat(why).isNotBlank();
    }
  }

  private static boolean isIn(Path file, DocBlock block) {
    return DocBlock.flat(read(file)).contains(block.flat());
  }

  private static List<Path> sources(String source) {
    try (var files = Files.walk(DocPage.ROOT.resolve(source))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All that is read on the web and in a checkout.
  private static Set<String> pages() throws IOException {
    var pages = new TreeSet<>(Set.of("README.md", "CONTRIBUTING.md", "SECURITY.md"));
    try (var files = Files.walk(DocPage.ROOT.resolve("docs"))) {
      files
          .map(file -> DocPage.ROOT.relativize(file).toString())
          .filter(file -> file.endsWith(".md"))
          .forEach(pages::add);
    }
    return pages;
  }
}
