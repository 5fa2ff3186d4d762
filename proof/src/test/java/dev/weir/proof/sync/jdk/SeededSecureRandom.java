package dev.weir.proof.sync.jdk;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/// Secure random numbers that are the same each time.
public final class SeededSecureRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  public SeededSecureRandom() {
    super(new Spi(), null);
  }

  private static final class Spi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      Kernel.get().random().nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int bytes) {
      return new byte[bytes];
    }
  }
}
