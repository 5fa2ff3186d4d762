package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparingLogTest {
  private static final Logger LOGGER = Logger.getLogger(SparingLog.class.getName());

  private final List<String> warned = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final SparingLog log = new SparingLog(clock::get);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().equals(Level.WARNING)) {
            warned.add(record.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
  }

  @Test
  void secondWarningOfAStore_withinAMinute_isKeptBack() {
    log.warn("a", () -> "first");
    log.warn("a", () -> "second");
    log.warn("b", () -> "other");
    assertThat(warned).containsExactly("first", "other");
  }

  @Test
  void warningOfAStore_aMinuteLater_isWritten() {
    log.warn("a", () -> "first");
    clock.set(Duration.ofMinutes(1).toNanos());
    log.warn("a", () -> "later");
    assertThat(warned).containsExactly("first", "later");
  }

  @Test
  void warningsOfManyStores_areBounded() {
    for (int i = 0; i < 1_000; i++) {
      log.warn("store" + i, () -> "lost");
    }
    assertThat(warned).hasSize(SparingLog.MOST);
  }
}
