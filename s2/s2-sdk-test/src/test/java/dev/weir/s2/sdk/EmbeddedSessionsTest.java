package dev.weir.s2.sdk;

final class EmbeddedSessionsTest extends SessionsTest {
  EmbeddedSessionsTest() {
    super(Store.Kind.EMBEDDED);
  }
}
