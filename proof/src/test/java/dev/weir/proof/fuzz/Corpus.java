package dev.weir.proof.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// The inputs that fuzzing has come upon so far: one a line, in hexadecimal digits, in a file for
/// each decoder.
final class Corpus {
  /// A file of the module, where [#add] can write.
  private static final Path FOLDER = Path.of("src/test/corpus");

  private static final int LARGEST = 200;

  private Corpus() {}

  static List<byte[]> of(Decoder decoder) {
    var inputs = new ArrayList<>(decoder.seeds());
    try {
      for (String line : lines(decoder)) {
        inputs.add(HexFormat.of().parseHex(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }

  /// Writes the corpus to files, as Jazzer has it.
  static void write(Decoder decoder, Path folder) throws IOException {
    int number = 0;
    for (byte[] input : of(decoder)) {
      Files.write(folder.resolve("input-" + number++), input);
    }
  }

  /// Adds the small ones of what Jazzer left.
  static void add(Decoder decoder, Path folder) throws IOException {
    var all = new TreeSet<String>(Comparator.comparingInt(String::length).thenComparing(s -> s));
    all.addAll(lines(decoder));
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.size(file) <= LARGEST) {
          all.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    decoder.seeds().forEach(seed -> all.remove(HexFormat.of().formatHex(seed)));
    Files.createDirectories(FOLDER);
    Files.write(file(decoder), all, StandardCharsets.US_ASCII);
  }

  private static List<String> lines(Decoder decoder) throws IOException {
    return Files.exists(file(decoder)) ? Files.readAllLines(file(decoder)) : List.of();
  }

  private static Path file(Decoder decoder) {
    return FOLDER.resolve(decoder + ".hex");
  }
}
