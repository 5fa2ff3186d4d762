package dev.weir.livestore.syncs2.backend;

import java.io.IOException;

/// Where a backend's credentials come from. Asked for each request, by many threads at once; it may
/// block.
@FunctionalInterface
public interface CredentialSource {
  /// The credentials to use now.
  ///
  /// @param renew whether those given before were refused just now, so that kept ones are of no use
  /// @throws IOException if there are none for now: the request counts as one that went unanswered,
  ///   and is made again like those
  RequestCredentials credentials(boolean renew) throws IOException, InterruptedException;
}
