package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;

/// A page of the documentation with its fenced blocks, which a test takes one after the other. What
/// it leaves is a mistake: whoever adds a block to a page has to say how it is tested.
final class DocPage {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String FENCE = "```";
  private static final Pattern NAMED = Pattern.compile("`([\\w./-]+\\.\\w+)`");

  private final String name;
  private final Queue<DocBlock> left;

  private DocPage(String name, List<DocBlock> blocks) {
    this.name = name;
    this.left = new ArrayDeque<>(blocks);
  }

  /// @param name from the root of the repository, as `docs/demo.md`
  static DocPage open(String name) {
    return new DocPage(name, blocks(name));
  }

  /// The next block, which must be of this language.
  DocBlock take(String language) {
    assertThat(left).as("the blocks left of %s", name).isNotEmpty();
    var next = left.remove();
    assertThat(next.language()).as(next.toString()).isEqualTo(language);
    return next;
  }

  /// The next block as the file that the line before it begins with.
  DocFile takeFile(String language) {
    var block = take(language);
    var name = NAMED.matcher(block.before());
    assertThat(name.find())
        .as("%s: a file's name in \"%s\"", block.where(), block.before())
        .isTrue();
    return new DocFile(name.group(1), block.text());
  }

  /// The next block, which is for the reader alone.
  ///
  /// @param why no test can run it
  void pass(String language, String why) {
    var passed = take(language);
    System.out.println("Not run: " + passed.where() + ", " + why);
  }

  void assertNoneIsLeft() {
    assertThat(left).as("blocks of %s that this test does not know", name).isEmpty();
  }

  static List<DocBlock> blocks(String name) {
    var blocks = new ArrayList<DocBlock>();
    var text = new ArrayList<String>();
    String info = "";
    String before = "";
    int begin = 0;
    int number = 0;
    for (String line : lines(name)) {
      number++;
      var isFence = line.strip().startsWith(FENCE);
      if (begin == 0 && isFence) {
        begin = number;
        info = line.strip().substring(FENCE.length());
        text.clear();
      } else if (isFence) {
        var joined = String.join("\n", text).stripIndent() + "\n";
        blocks.add(new DocBlock(name, begin, info, before, joined));
        begin = 0;
      } else if (begin != 0) {
        text.add(line);
      } else if (!line.isBlank()) {
        before = line;
      }
    }
    assertThat(begin).as("a block of %s without an end begins in line", name).isZero();
    return blocks;
  }

  static List<String> lines(String name) {
    try {
      return Files.readAllLines(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
