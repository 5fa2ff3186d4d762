package dev.weir.app.store;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The events of an export, read one by one and checked: that they are a chain, and at the end, by
/// the trailer, that they are all and unchanged. Used by one thread.
final class ExportFile implements AutoCloseable {
  private final Path file;
  private final BufferedReader lines;
  private final CanonicalLog chain = new CanonicalLog();
  private final LineDigest digest = new LineDigest();
  private Optional<ExportTrailer> trailer = Optional.empty();
  private long events;

  /// @param file what messages name
  ExportFile(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  static ExportFile open(Path file) {
    try {
      return new ExportFile(file, Files.newBufferedReader(file));
    } catch (IOException e) {
      throw new WeirException(ExitCode.NOT_FOUND, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads all of it.
  ///
  /// @throws WeirException if it is not whole or not as it was written
  static ExportTrailer check(Path file) {
    try (var read = open(file)) {
      while (read.next().isPresent()) {
        // to the trailer
      }
      return read.trailer.orElseThrow();
    }
  }

  /// The next event; empty behind the last, when all of them have been checked.
  ///
  /// @throws WeirException if it is not whole or not as it was written
  Optional<EncodedEvent> next() {
    if (trailer.isPresent()) {
      return Optional.empty();
    }
    String line = line().orElseThrow(() -> wrong("it has no last line with a hash: it is cut off"));
    trailer = ExportTrailer.parse(line);
    if (trailer.isPresent()) {
      checkTrailer(trailer.get());
      return Optional.empty();
    }
    digest.add(line);
    return Optional.of(event(line));
  }

  private EncodedEvent event(String line) {
    events++;
    try {
      EncodedEvent event = EncodedEvent.parse(line);
      if (!chain.offer(event)) {
        throw wrong(
            "line %d: event %d follows %d, and not the one before it"
                .formatted(events, event.seqNum().value(), event.parentSeqNum().value()));
      }
      return event;
    } catch (MalformedEventException e) {
      throw wrong("line " + events + ": " + e.getMessage());
    }
  }

  private void checkTrailer(ExportTrailer told) {
    if (told.events() != events || told.head() != chain.head().value()) {
      throw wrong("its last line tells of %d events; it has %d".formatted(told.events(), events));
    }
    if (!told.sha256().equals(digest.hex())) {
      throw wrong("its hash is not the one of its last line: it was changed");
    }
    if (line().isPresent()) {
      throw wrong("something follows its last line");
    }
  }

  private Optional<String> line() {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (IOException e) {
      throw wrong("it cannot be read: " + e.getMessage());
    }
  }

  private WeirException wrong(String why) {
    return new WeirException(
        ExitCode.WRONG_DATA, file + " is no whole export: " + why + ". Export it again");
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw wrong("it cannot be closed: " + e.getMessage());
    }
  }
}
