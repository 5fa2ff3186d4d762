package dev.weir.livestore.proxy.access.tokens;

import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Grant;
import dev.weir.livestore.proxy.access.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The tokens of a file and whose they are.
///
/// Neither a token nor its plain hash is kept, but an HMAC of it, under a key made for this table.
/// It is what tokens are looked up by: how long that takes depends on bytes that nobody outside can
/// foresee or steer, so it tells nothing of any token, and not how many there are.
final class TokenTable {
  static final int MOST_TOKENS = 100_000;

  private final SecretKeySpec key;
  private final Map<ByteBuffer, Principal> principals;

  private TokenTable(SecretKeySpec key, Map<ByteBuffer, Principal> principals) {
    this.key = key;
    this.principals = Map.copyOf(principals);
  }

  /// @throws TokenFileException with the number of the first line that is wrong
  static TokenTable parse(byte[] file) {
    var table = new HashMap<ByteBuffer, Owner>();
    var key = randomKey();
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      Optional<TokenLine> parsed = TokenLine.parse(number, line);
      if (parsed.isPresent()) {
        TokenLine token = parsed.get();
        table
            .computeIfAbsent(mac(key, token.sha256().toArray()), mac -> new Owner(token))
            .add(token);
      }
      if (table.size() > MOST_TOKENS) {
        throw new TokenFileException(number, "there are more than " + MOST_TOKENS + " tokens");
      }
    }
    if (table.isEmpty()) { // as it is for a moment while an editor writes it
      throw new TokenFileException("there is no token in it");
    }
    var principals = new HashMap<ByteBuffer, Principal>();
    table.forEach((mac, owner) -> principals.put(mac, owner.principal()));
    return new TokenTable(key, principals);
  }

  Optional<Principal> find(BearerToken token) {
    return Optional.ofNullable(principals.get(mac(key, token.sha256())));
  }

  int size() {
    return principals.size();
  }

  /// Whose token it is, and all that its lines grant.
  private static final class Owner {
    private final TokenLine first;
    private final List<Grant> grants = new ArrayList<>();

    Owner(TokenLine first) {
      this.first = first;
    }

    void add(TokenLine line) {
      if (!line.principal().equals(first.principal()) || !line.until().equals(first.until())) {
        throw new TokenFileException(
            line.number(),
            "line " + first.number() + " has the same token with another principal or another end");
      }
      grants.addAll(line.grants());
    }

    Principal principal() {
      return new Principal(first.principal(), first.until(), grants);
    }
  }

  private static String text(byte[] file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new TokenFileException("it is not UTF-8");
    }
  }

  private static SecretKeySpec randomKey() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  private static ByteBuffer mac(SecretKeySpec key, byte[] sha256) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return ByteBuffer.wrap(mac.doFinal(sha256));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }
}
