package dev.weir.s2.sdk;

final class Http2SessionsTest extends SessionsTest {
  Http2SessionsTest() {
    super(Store.Kind.HTTP_2);
  }
}
