package dev.weir.s2.sdk;

final class Http1SessionsTest extends SessionsTest {
  Http1SessionsTest() {
    super(Store.Kind.HTTP_1_1);
  }
}
