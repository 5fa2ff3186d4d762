package dev.weir.spring.webflux;

import java.security.Principal;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/// Who is logged in, where that is somebody: Spring Security has a principal for nobody, too.
final class LoggedIn {
  private static final boolean HAS_SPRING_SECURITY =
      ClassUtils.isPresent(
          "org.springframework.security.core.Authentication", LoggedIn.class.getClassLoader());

  private LoggedIn() {}

  static Optional<String> nameOf(Principal principal) {
    return HAS_SPRING_SECURITY && !Trusted.is(principal)
        ? Optional.empty()
        : Optional.ofNullable(principal.getName());
  }

  /// Apart, as its classes may not be there.
  private static final class Trusted {
    private static final AuthenticationTrustResolver RESOLVER =
        new AuthenticationTrustResolverImpl();

    static boolean is(Principal principal) {
      return !(principal instanceof Authentication authentication)
          || RESOLVER.isAuthenticated(authentication);
    }
  }
}
