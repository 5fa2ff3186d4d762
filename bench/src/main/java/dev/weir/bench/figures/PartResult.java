package dev.weir.bench.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.weir.bench.plot.BarPlot;
import dev.weir.bench.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What one part of the report gave. It is written as soon as it is there, so that what comes later
/// cannot lose it.
///
/// @param heading what was measured
/// @param tables the figures
/// @param lines plots of them
/// @param bars more plots of them
/// @param notes what was left out, or has to be known to read the figures
public record PartResult(
    String heading, List<Table> tables, List<Lines> lines, List<Bars> bars, List<String> notes) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /// Figures in rows.
  ///
  /// @param title may be empty
  public record Table(String title, List<String> columns, List<List<String>> rows) {}

  /// A plot and the name of its file, without what it ends in.
  public record Lines(String name, LinePlot plot) {}

  /// A plot and the name of its file, without what it ends in.
  public record Bars(String name, BarPlot plot) {}

  public PartResult {
    tables = List.copyOf(tables);
    lines = List.copyOf(lines);
    bars = List.copyOf(bars);
    notes = List.copyOf(notes);
  }

  /// Writes it, whole or not at all.
  public void write(Path file) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".new");
    JSON.writeValue(unfinished.toFile(), this);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Reads what [#write] wrote.
  public static PartResult read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), PartResult.class);
  }
}
