package dev.weir.proof.fuzz;

/// What Jazzer calls, with one decoder in a process.
public final class JazzerTarget {
  private static Decoder decoder = Decoder.JSON;

  private JazzerTarget() {}

  public static void fuzzerInitialize(String[] args) {
    decoder = Decoder.valueOf(args[0]);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    decoder.read(input);
  }
}
