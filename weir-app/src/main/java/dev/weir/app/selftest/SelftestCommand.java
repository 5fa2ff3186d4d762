package dev.weir.app.selftest;

import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `weir selftest`: drives a throw-away Weir over HTTP, in memory and on disk. The launcher also
/// runs it to train the AOT cache, so it should touch what the first requests of a real run touch.
@Command(
    name = "selftest",
    description = "Starts a throw-away Weir, drives its endpoints over HTTP, and says if it works.")
public final class SelftestCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Logging.configure(false, LogFormat.TEXT);
    Selftest.run();
    System.out.println("Selftest passed.");
    return 0;
  }
}
