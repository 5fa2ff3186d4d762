package dev.weir.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate of our own for this machine, with its key, both in PEM.
record SelfSigned(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /// Made by the JDK's own tool.
  static SelfSigned in(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = directory.resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "weir",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var certificate = keys.getCertificate("weir").getEncoded();
    var key = keys.getKey("weir", PASSWORD.toCharArray()).getEncoded();
    return new SelfSigned(
        pem(directory.resolve("weir.crt"), "CERTIFICATE", certificate),
        pem(directory.resolve("weir.key"), "PRIVATE KEY", key));
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, base64));
  }
}
