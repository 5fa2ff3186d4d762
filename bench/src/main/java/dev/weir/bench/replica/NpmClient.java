package dev.weir.bench.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.bench.run.NpmProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The stock npm client, which does what the replica does, in a process of its own for each task.
/// Where Node is missing it has no figures.
final class NpmClient {
  private static final String IN_MEMORY = "-";

  private final boolean wanted;
  private final Path project;
  private final Path directory;

  NpmClient(boolean wanted, Path project, Path directory) {
    this.wanted = wanted;
    this.project = project;
    this.directory = directory;
  }

  /// Installs its packages if need be.
  static NpmClient of(boolean wanted, Path root, Path directory)
      throws IOException, InterruptedException {
    Path project = root.resolve("bench/livestore-client");
    boolean there = wanted && isNodeThere();
    if (there) {
      NpmProject.install(project);
    } else if (wanted) {
      System.out.println("No Node here: the npm client is left out.");
    }
    return new NpmClient(there, project, directory);
  }

  private static boolean isNodeThere() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  Map<String, Double> commits(boolean onDisk, int events) throws Exception {
    return run("commit", place("commits", onDisk), events);
  }

  Map<String, Double> confirmation(String endpoint, boolean onDisk, int events) throws Exception {
    String store = onDisk ? "npm-disk" : "npm-memory";
    return run("confirm", endpoint, store, place("confirmed", onDisk), events);
  }

  Map<String, Double> catchUp(String endpoint, String storeId, int events) throws Exception {
    return run("catch-up", endpoint, storeId, place("catch-up", true), events);
  }

  private String place(String name, boolean onDisk) {
    return onDisk ? directory.resolve("npm-" + name).toString() : IN_MEMORY;
  }

  private Map<String, Double> run(Object... words) throws IOException, InterruptedException {
    if (!wanted) {
      return Map.of();
    }
    List<String> command =
        new ArrayList<>(List.of("node", project.resolve("measure.mjs").toString()));
    for (Object word : words) {
      command.add(String.valueOf(word));
    }
    Process node =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var figures = new HashMap<String, Double>();
    try (var lines = node.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("=", 2);
        figures.put(parts[0], Double.parseDouble(parts[1]));
      }
    }
    if (node.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed; run it to see why");
    }
    return figures;
  }

  /// A figure as the table shows it.
  static String shown(Map<String, Double> figures, String name, String format) {
    return figures.containsKey(name)
        ? String.format(Locale.ROOT, format, figures.get(name))
        : "not run";
  }
}
