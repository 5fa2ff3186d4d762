package dev.weir.s2.sdk;

final class S2LiteSessionsTest extends SessionsTest {
  S2LiteSessionsTest() {
    super(Store.Kind.S2_LITE);
  }
}
