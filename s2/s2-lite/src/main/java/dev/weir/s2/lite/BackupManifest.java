package dev.weir.s2.lite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a backup holds: each file of its database with its size and its SHA-256.
record BackupManifest(List<Entry> entries) {
  /// A file of the database.
  record Entry(String sha256, long bytes, String name) {}

  private static final String NAME = "BACKUP";
  private static final String BEING_WRITTEN = "BACKUP.new";

  /// What a database calls its files. Nothing that leads out of a directory, on any system.
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

  private static final String HEAD = "weir-s2-lite-backup 1";

  /// Also has the files written to the disk, for the copying need not have.
  static BackupManifest of(Path database) throws IOException {
    var entries = new ArrayList<Entry>();
    List<Path> files;
    try (Stream<Path> list = Files.list(database)) {
      files = list.sorted().toList();
    }
    for (Path file : files) {
      DataDirectory.sync(file, StandardOpenOption.WRITE);
      String name = file.getFileName().toString();
      entries.add(new Entry(copy(file, OutputStream.nullOutputStream()), Files.size(file), name));
    }
    DataDirectory.syncDirectory(database);
    return new BackupManifest(List.copyOf(entries));
  }

  void write(Path backup) throws IOException {
    var text = new StringBuilder(HEAD).append('\n');
    for (Entry entry : entries) {
      text.append(entry.sha256()).append(' ').append(entry.bytes()).append(' ');
      text.append(entry.name()).append('\n');
    }
    text.append("end\n");
    Path written = backup.resolve(BEING_WRITTEN);
    Files.writeString(written, text, StandardCharsets.UTF_8);
    DataDirectory.sync(written, StandardOpenOption.WRITE);
    DataDirectory.syncDirectory(backup);
    Files.move(written, backup.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    DataDirectory.syncDirectory(backup);
  }

  static BackupManifest read(Path backup) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(backup.resolve(NAME), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new BackupException(
          backup
              + " is no backup, or one that was interrupted: it has no file "
              + NAME
              + ". Name another",
          e);
    }
    return parse(backup, lines);
  }

  /// @param backup what messages name
  static BackupManifest parse(Path backup, List<String> lines) {
    if (lines.size() < 2 || !lines.getFirst().equals(HEAD) || !lines.getLast().equals("end")) {
      throw new BackupException(
          backup.resolve(NAME)
              + " is damaged, or was written by a newer version. Name another backup, or use the"
              + " version that made it");
    }
    var entries = new ArrayList<Entry>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      entries.add(parse(backup, line));
    }
    return new BackupManifest(List.copyOf(entries));
  }

  private static Entry parse(Path backup, String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length != 3
        || !parts[1].matches("[0-9]{1,18}")
        || !FILE.matcher(parts[2]).matches()) {
      throw new BackupException(backup.resolve(NAME) + " is damaged at: " + line);
    }
    return new Entry(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  /// Copies the files, durably, and compares each with what it was when the backup was made.
  void copy(Path from, Path to) throws IOException {
    for (Entry entry : entries) {
      Path source = from.resolve(entry.name());
      Path target = to.resolve(entry.name());
      String found;
      try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        found = copy(source, out);
      }
      if (!found.equals(entry.sha256()) || Files.size(target) != entry.bytes()) {
        throw new BackupException(
            source
                + " is damaged: it is not what it was when the backup was made. Nothing was"
                + " restored. Name another backup");
      }
      DataDirectory.sync(target, StandardOpenOption.WRITE);
    }
    DataDirectory.syncDirectory(to);
  }

  /// The hash of what was copied.
  private static String copy(Path file, OutputStream to) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream in = Files.newInputStream(file);
        var out = new DigestOutputStream(to, sha256)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
