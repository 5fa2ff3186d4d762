package dev.weir.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The npm projects that stand on the other side.
public final class NpmProject {
  private NpmProject() {}

  /// Installs what the lock file names, unless that was done before.
  public static void install(Path project) throws IOException, InterruptedException {
    var lock = Files.readString(project.resolve("package-lock.json"));
    var installed = project.resolve("node_modules/.installed-lock.json");
    if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
      return;
    }
    System.out.println("Installing the npm packages of " + project.getFileName() + " ...");
    // Not `npm ci`: it wants the optional packages of every platform in the lock file.
    var npm =
        new ProcessBuilder(
                "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(project.toFile())
            .inheritIO()
            .start();
    if (npm.waitFor() != 0) {
      throw new IOException("npm install failed in " + project + ": see its output above");
    }
    Files.writeString(installed, lock);
  }
}
