package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What reaches the socket, and in how many writes.
class DataFrameOutputTest {
  private static final byte[] HEAD = {0, 0x40, 0, 0, 0, 0, 0, 0, 3};
  private static final byte[] HEADERS_HEAD = {0, 0, 9, 1, 0, 0, 0, 0, 3};

  private final List<byte[]> writes = new ArrayList<>();
  private int flushes;
  private final OutputStream out =
      new DataFrameOutput(
          new OutputStream() {
            @Override
            public void write(int b) {
              writes.add(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              writes.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }

            @Override
            public void flush() {
              flushes++;
            }
          });

  @Test
  void write_ofADataHead_waitsForWhatComesNext() throws IOException {
    out.write(HEAD);
    assertThat(writes).isEmpty();
    out.write(new byte[8192]);
    assertThat(writes).hasSize(1);
    assertThat(writes.getFirst()).hasSize(HEAD.length + 8192).startsWith(HEAD);
    out.write(new byte[8192]);
    assertThat(writes).hasSize(2);
  }

  @Test
  void flush_afterADataHead_sendsIt() throws IOException {
    out.write(HEAD);
    out.flush();
    assertThat(writes).containsExactly(HEAD);
    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void write_ofAnythingElse_isSentAtOnce() throws IOException {
    out.write(HEADERS_HEAD);
    out.write(1);
    byte[] tls = {0x17, 3, 3, 0, 4, 1, 2, 3, 4};
    out.write(tls);
    assertThat(writes).containsExactly(HEADERS_HEAD, new byte[] {1}, tls);
  }

  @Test
  void writes_ofAnySizes_sendTheSameBytes() throws IOException {
    var expected = new ByteArrayOutputStream();
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = random.nextInt(3) == 0 ? HEAD : randomBytes(random);
      out.write(bytes);
      expected.writeBytes(bytes);
      if (random.nextInt(10) == 0) {
        out.flush();
      }
    }
    out.flush();
    var sent = new ByteArrayOutputStream();
    writes.forEach(sent::writeBytes);
    assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
  }

  private static byte[] randomBytes(Random random) {
    var bytes = new byte[random.nextInt(20_000) >> random.nextInt(12)];
    random.nextBytes(bytes);
    return bytes;
  }
}
