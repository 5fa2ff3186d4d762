package dev.weir.livestore.proxy.access.tokens;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authenticator;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.TokenSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Knows the tokens that a text file lists, one a line:
///
/// ```text
/// # principal  access      stores           token
/// alice        read-write  notes,acme-*     sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b...
/// dashboard    read        *                7d5e0f6b2c9a4e1d8b3f
/// ```
///
/// Words are apart by spaces or tabs; `#` begins a comment line. Stores are patterns
/// ([dev.weir.livestore.proxy.access.StorePattern]) with commas between, where a backslash takes
/// the meaning of a comma or a space too. A token is itself, or `sha256:` and its hash. A fifth
/// word `until=2027-01-01T00:00:00Z` ends it. Several lines with one token add up.
///
/// The file is read again when it has changed, at most once a second. While it is wrong or missing
/// the tokens that were read last go on, and an error is logged.
public final class TokenFile implements Authenticator {
  private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final int MAX_BYTES = 16 << 20;
  private static final long REREAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final TokenSources sources;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ReentrantLock reading = new ReentrantLock();
  private byte[] bytes;
  private Optional<String> trouble = Optional.empty();
  private volatile long readAt;
  private volatile TokenTable table;

  TokenFile(Path file, TokenSources sources, InstantSource clock, LongSupplier nanoTime) {
    this.file = file;
    this.sources = sources;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.readAt = nanoTime.getAsLong();
    try {
      this.bytes = read();
      this.table = TokenTable.parse(bytes);
    } catch (IOException e) {
      throw new TokenFileException("it cannot be read: " + e);
    }
  }

  /// Reads `file`.
  ///
  /// @throws TokenFileException if it cannot be read, or a line is wrong
  public static TokenFile open(Path file, TokenSources sources) {
    return new TokenFile(file, sources, InstantSource.system(), System::nanoTime);
  }

  @Override
  public Principal authenticate(Credentials credentials) {
    BearerToken token = sources.require(credentials);
    return current()
        .find(token)
        .filter(this::isValid)
        .orElseThrow(AccessDeniedException::unauthenticated);
  }

  private boolean isValid(Principal principal) {
    return principal.expiresAt().filter(end -> !clock.instant().isBefore(end)).isEmpty();
  }

  /// Whoever comes when it is time reads the file; the others take what there is.
  private TokenTable current() {
    if (nanoTime.getAsLong() - readAt >= REREAD_NANOS && reading.tryLock()) {
      try {
        readAt = nanoTime.getAsLong();
        reread();
      } finally {
        reading.unlock();
      }
    }
    return table;
  }

  private void reread() {
    try {
      byte[] now = read();
      if (!Arrays.equals(now, bytes) || trouble.isPresent()) {
        table = TokenTable.parse(now);
        bytes = now;
        trouble = Optional.empty();
        LOG.log(
            System.Logger.Level.INFO,
            () -> "token file " + file + " was read again; tokens: " + table.size());
      }
    } catch (IOException e) {
      keep("it cannot be read: " + e);
    } catch (TokenFileException e) {
      keep(String.valueOf(e.getMessage()));
    }
  }

  /// Tells each trouble once.
  private void keep(String why) {
    if (!trouble.equals(Optional.of(why))) {
      trouble = Optional.of(why);
      LOG.log(
          System.Logger.Level.ERROR,
          () -> "token file " + file + ": " + why + ". The tokens read before go on");
    }
  }

  private byte[] read() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MAX_BYTES + 1);
      if (read.length > MAX_BYTES) {
        throw new TokenFileException("it is larger than " + MAX_BYTES + " bytes");
      }
      return read;
    }
  }
}
