package dev.weir.app.version;

import picocli.CommandLine.Command;

/// `weir version`: what is running.
@Command(name = "version", description = "Prints the version of Weir and of Java.")
public final class VersionCommand implements Runnable {
  @Override
  public void run() {
    System.out.println(WeirVersion.text());
  }
}
