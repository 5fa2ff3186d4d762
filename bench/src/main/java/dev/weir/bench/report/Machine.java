package dev.weir.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the figures depend on besides the programs.
final class Machine {
  private static final double GIB = 1 << 30;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Machine() {}

  /// What there is to say, by its name.
  static Map<String, String> describe(Path directory) throws IOException, InterruptedException {
    var facts = new TreeMap<String, String>();
    facts.put("processors", SYSTEM.getAvailableProcessors() + " of " + processor());
    facts.put("memory", String.format(Locale.ROOT, "%.1f GiB", SYSTEM.getTotalMemorySize() / GIB));
    facts.put("system", SYSTEM.getName() + " " + SYSTEM.getVersion() + " on " + SYSTEM.getArch());
    facts.put("disk", Files.getFileStore(directory).type());
    facts.put("Java", Runtime.version().toString());
    facts.put("Node", firstLine(List.of("node", "--version")));
    return facts;
  }

  /// How many processors were in use, on average since this was last asked.
  static double busyProcessors() {
    return Math.max(0, SYSTEM.getCpuLoad()) * SYSTEM.getAvailableProcessors();
  }

  private static String processor() throws IOException {
    var info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "unknown kind";
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown kind");
  }

  static String firstLine(List<String> command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? output.lines().findFirst().orElse("") : "none";
    } catch (IOException e) {
      return "none";
    }
  }
}
