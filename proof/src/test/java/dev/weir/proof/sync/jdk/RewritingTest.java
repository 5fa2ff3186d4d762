package dev.weir.proof.sync.jdk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class RewritingTest {
  private static final class Sleeper implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
      Thread.sleep(1);
      return 1;
    }
  }

  private static String file() {
    return "RewritingTest$" + Sleeper.class.getSimpleName() + ".class";
  }

  /// A run that waited in real time would be another one each time.
  @Test
  void classThatWaitsInAWayWithoutSubstitute_isRefused() throws IOException {
    byte[] compiled;
    try (InputStream file = RewritingTest.class.getResourceAsStream(file())) {
      compiled = file.readAllBytes();
    }
    var rewriting = new Rewriting(RewritingTest.class.getClassLoader());
    assertThatThrownBy(() -> rewriting.rewrite(compiled))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sleep");
  }
}
