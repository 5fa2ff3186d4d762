package dev.weir.app.config;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.s2.AccessToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// An S2 as the command line names it: by its address, or by the word `cloud`.
///
/// @param option what names it, for messages
/// @param uri its address; empty for S2 Cloud
public record S2Address(String option, Optional<URI> uri) {
  /// The environment variable with the access token for it.
  public static final String TOKEN_VARIABLE = "S2_ACCESS_TOKEN";

  private static final String CLOUD = "cloud";

  public S2Address {
    if (!uri.map(S2Address::isUsable).orElse(true)) {
      throw new InvalidOptionException(
          option
              + " "
              + uri.get()
              + " is not an address that S2 can have. Give an http:// or https:// address without"
              + " user, query or fragment, such as http://s2.example.com:8080");
    }
  }

  /// Whether the text is meant as one, and not as a directory.
  public static boolean isMeantBy(String text) {
    return text.equals(CLOUD) || text.contains("://");
  }

  /// The S2 that `text` names.
  ///
  /// @throws InvalidOptionException if it names none
  public static S2Address parse(String option, String text) {
    if (text.equals(CLOUD)) {
      return new S2Address(option, Optional.empty());
    }
    // Copied from a browser, an address without a path ends with a slash. S2's own rule would take
    // that for a path, and look for the API there and not below `/v1`.
    String url = text.replaceFirst("(://[^/]+)/$", "$1");
    try {
      return new S2Address(option, Optional.of(new URI(url)));
    } catch (URISyntaxException e) {
      throw new InvalidOptionException(option + " " + text + " is no URL", e);
    }
  }

  static boolean isUsable(URI uri) {
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
    return (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  /// The same as where streams live.
  ///
  /// @throws InvalidOptionException if it asks for a token and there is none
  public S2Source withToken(Optional<AccessToken> token) {
    if (uri.isPresent()) {
      return new S2Source.Elsewhere(uri.get(), token);
    }
    return new S2Source.Cloud(
        token.orElseThrow(() ->
            new InvalidOptionException(
                "S2 Cloud asks for an access token. Put it into " + TOKEN_VARIABLE)));
  }
}
