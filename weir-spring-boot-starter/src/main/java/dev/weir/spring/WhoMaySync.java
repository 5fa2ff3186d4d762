package dev.weir.spring;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.AccessDeniedException.Reason;
import dev.weir.livestore.proxy.access.Authenticator;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.http.HostCheck;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/// Who may sync. An application says it by a bean: an [Access], or an [Authenticator], or an
/// [Authorizer] alone where its server has a login, as Spring Security. Where it says nothing, the
/// own machine may, and no other.
///
/// @param text for the line that is logged at start
record WhoMaySync(Access access, HostCheck hosts, String text) {
  /// @param serverHasLogin whether the server itself finds out who its clients are
  static WhoMaySync of(
      ObjectProvider<Access> access,
      ObjectProvider<Authenticator> authenticators,
      ObjectProvider<Authorizer> authorizers,
      boolean serverHasLogin,
      WeirProperties properties) {
    HostCheck hosts =
        properties.allowedHosts().isEmpty()
            ? HostCheck.any()
            : HostCheck.localhostAnd(properties.allowedHosts());
    Access whole = access.getIfAvailable();
    if (whole != null) {
      return new WhoMaySync(whole, hosts, "whom the bean of type Access lets in");
    }
    Authenticator authenticator = authenticators.getIfAvailable();
    if (authenticator != null) {
      Authorizer authorizer = authorizers.getIfAvailable(Authorizer::byGrants);
      return new WhoMaySync(
          Access.of(authenticator, authorizer), hosts, "whom the bean of type Authenticator knows");
    }
    Authorizer authorizer = authorizers.getIfAvailable();
    if (authorizer != null) {
      return new WhoMaySync(
          Access.of(Authenticator.ofServer(), authorizer),
          hosts,
          "users who are logged in, as the bean of type Authorizer allows");
    }
    Access anybody = serverHasLogin ? loggedIn() : Access.open();
    String who = serverHasLogin ? "every user who is logged in" : "everybody";
    return properties.insecure()
        ? new WhoMaySync(anybody, hosts, who + ", every store (weir.insecure)")
        : new WhoMaySync(
            loopbackOnly(anybody),
            HostCheck.localhostAnd(properties.allowedHosts()),
            who
                + " on this machine, and nobody else. Declare a bean of type"
                + " dev.weir.livestore.proxy.access.Authorizer to let in others");
  }

  private static Access loggedIn() {
    return Access.of(Authenticator.ofServer(), (principal, access, storeId) -> {});
  }

  private static Access loopbackOnly(Access anybody) {
    return credentials -> {
      Optional<InetAddress> address = credentials.remoteAddress();
      if (address.filter(InetAddress::isLoopbackAddress).isEmpty()) {
        throw new AccessDeniedException(
            Reason.FORBIDDEN,
            "this application does not say who may sync, so only its own machine may. Declare a"
                + " bean of type Authorizer, or set weir.insecure=true");
      }
      return anybody.recognise(credentials);
    };
  }
}
