package dev.weir.app.store;

import dev.weir.app.exit.WeirException;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir export`: a store's events as a file.
@Command(
    name = "export",
    description =
        "Writes the events of a store to FILE, one JSON object a line, as they are stored. A last"
            + " line has their number and a hash, by which `weir import` knows that the file is"
            + " whole.",
    footer = {
      "",
      "Examples:",
      "  weir export todos todos.jsonl",
      "  weir export todos - | gzip > todos.gz"
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private StoreParameter store = new StoreParameter();

  @Parameters(paramLabel = "FILE", description = "A new file; - is the standard output")
  private Path file = Path.of("-");

  @Option(names = "--force", description = "Replace FILE if it exists, once the new one is whole")
  private boolean force;

  @Option(names = "--json", description = "The outcome as a JSON object, unless FILE is -")
  private boolean json;

  @Mixin private PlaceOptions place = new PlaceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean isPiped = file.equals(Path.of("-"));
    if (!isPiped && !force && Files.exists(file)) {
      throw new WeirException(file + " exists. Name a new file, or add --force to replace it");
    }
    try (var opened = place.open(System.getenv());
        var chain = ChainReader.of(store.in(opened))) {
      ExportTrailer written = isPiped ? write(chain, out) : writeFile(chain);
      if (isPiped) {
        if (out.checkError()) {
          throw new WeirException("the standard output was closed before the export was whole");
        }
      } else {
        out.println(
            json
                ? written.toJson()
                : "Exported "
                    + written.events()
                    + " events of "
                    + written.store()
                    + " to "
                    + file
                    + ".");
        out.flush();
      }
    }
    return 0;
  }

  /// Under another name until it is whole and durable.
  private ExportTrailer writeFile(ChainReader chain) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    ExportTrailer trailer;
    try (var channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        var writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
      var buffered = new java.io.BufferedWriter(writer, 1 << 16);
      trailer = write(chain, buffered);
      buffered.flush();
      channel.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e instanceof IOException
          ? new WeirException(file + " cannot be written: " + e.getMessage(), e)
          : (RuntimeException) e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return trailer;
  }

  private ExportTrailer write(ChainReader chain, Writer out) throws IOException {
    var digest = new LineDigest();
    long events = 0;
    var progress = Progress.of(spec.commandLine().getErr(), "exporting " + store.name());
    for (var next = chain.next(); next.isPresent(); next = chain.next()) {
      String line = JsonLine.flat(next.get().event().json());
      digest.add(line);
      out.write(line);
      out.write('\n');
      progress.at(++events, 0);
    }
    progress.hide();
    var trailer = new ExportTrailer(store.name(), events, chain.head().value(), digest.hex());
    out.write(trailer.toJson());
    out.write('\n');
    return trailer;
  }
}
