package dev.weir.bench.profile;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import one.profiler.AsyncProfiler;

/// Samples the stacks of another Java process by its processor time, with async-profiler. That
/// needs no right to look at the kernel's events, so the kernel's own time shows as the call into
/// it.
final class StackProfile {
  private static final String INTERVAL = "1ms";

  private final long pid;
  private final Path library;
  private final Path directory;

  /// @param pid the process
  /// @param directory for the library and for what it writes
  StackProfile(long pid, Path directory) throws IOException {
    this.pid = pid;
    this.directory = directory;
    library = directory.resolve("libasyncProfiler.so");
    if (!Files.exists(library)) {
      var inJar = "/" + platform() + "/libasyncProfiler.so";
      try (var in = AsyncProfiler.class.getResourceAsStream(inJar)) {
        if (in == null) {
          throw new IOException("async-profiler has no library for this system: no " + inJar);
        }
        Files.copy(in, library);
      }
    }
  }

  private static String platform() {
    var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (System.getProperty("os.name").startsWith("Mac")) {
      return "macos";
    }
    return arch.equals("aarch64") ? "linux-arm64" : "linux-x64";
  }

  /// Begins to sample.
  void start() throws IOException {
    command("start,event=ctimer,interval=" + INTERVAL);
  }

  /// Ends sampling and returns what was seen.
  Stacks stop() throws IOException {
    var file = directory.resolve("stacks-" + pid);
    command("stop,threads,collapsed,file=" + file);
    return Stacks.read(file);
  }

  private void command(String words) throws IOException {
    try {
      var process = VirtualMachine.attach("" + pid);
      try {
        process.loadAgentPath(library.toString(), words);
      } finally {
        process.detach();
      }
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IOException("the profiler could not " + words + " in process " + pid, e);
    }
  }
}
