package dev.weir.app.place;

import dev.weir.app.config.OptionValues;
import dev.weir.app.config.S2Address;
import dev.weir.app.config.S2Source;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One of the two that a copy is between: an S2's address, or a directory.
public final class Side {
  private final String text;
  private final Optional<Endpoint> endpoint;

  private Side(String text, Optional<Endpoint> endpoint) {
    this.text = text;
    this.endpoint = endpoint;
  }

  /// The side that a word of the command line names.
  ///
  /// @param name what the text stands for, in messages
  /// @param text a URL, the word `cloud`, or a directory
  public static Side parse(String name, String text) {
    return new Side(
        text,
        S2Address.isMeantBy(text) ? Optional.of(Endpoint.parse(name, text)) : Optional.empty());
  }

  /// Whether it is reached over the network.
  public boolean isAddress() {
    return endpoint.isPresent();
  }

  /// Opens it. A directory that is to be read must exist.
  public S2 open(Optional<Path> tokenFile, Map<String, String> environment, boolean isRead) {
    if (endpoint.isPresent()) {
      return Connection.to(endpoint.get().withToken(tokenFile, environment));
    }
    Path directory = Path.of(text);
    if (isRead && !Files.isDirectory(directory)) {
      throw new WeirException(
          ExitCode.NOT_FOUND,
          directory + " is no directory. Name the data directory of a stopped Weir, or a URL");
    }
    return isRead ? Connection.to(new S2Source.OnDisk(directory)) : Connection.toNew(directory);
  }

  /// The variables whose tokens may be sent to this side where both are addresses: a token that is
  /// meant for the one must not come to the other.
  public Map<String, String> own(Map<String, String> environment) {
    return endpoint.filter(side -> !side.isCloud()).isPresent()
        ? environment.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(S2Address.TOKEN_VARIABLE))
            .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))
        : environment;
  }

  /// The basin of that name.
  public static BasinName basin(String name) {
    return OptionValues.basin(name);
  }
}
