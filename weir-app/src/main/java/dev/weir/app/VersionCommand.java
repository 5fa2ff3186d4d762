package dev.weir.app;

import picocli.CommandLine.Command;

/// `weir version`: what is running.
@Command(name = "version", description = "Prints the version of Weir and of Java.")
final class VersionCommand implements Runnable {
  @Override
  public void run() {
    System.out.println(WeirVersion.text());
  }
}
