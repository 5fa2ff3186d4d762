package dev.weir.livestore.proxy.access.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.LocalService;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys come from a real server of this machine, or from files; only time is made up.
@Timeout(60)
class JwtAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String SECRET =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final RSAKey RSA = rsa("rsa-1", 2_048);
  private static final ECKey EC = ec(Curve.P_256, "ec-1");

  @TempDir Path directory;
  private LocalService issuer;
  private final OutboundHttp http = new OutboundHttp(Duration.ofSeconds(5));
  private Instant now = NOW;
  private long nanos;

  @BeforeEach
  void publish() throws IOException {
    issuer = new LocalService();
    publish(RSA, EC);
  }

  @AfterEach
  void stop() {
    http.close();
    issuer.close();
  }

  private void publish(JWK... keys) {
    issuer.answerWith(200, new JWKSet(List.of(keys)).toString());
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  private static RSAKey rsa(String kid, int bits) {
    try {
      return new RSAKeyGenerator(bits).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey ec(Curve curve, String kid) {
    try {
      return new ECKeyGenerator(curve).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("alice")
        .issuer("https://issuer.example")
        .audience("weir")
        .expirationTime(Date.from(NOW.plusSeconds(600)));
  }

  private static String signed(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims) {
    return signed(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()), key, claims);
  }

  private static String signed(JWSHeader.Builder header, JWK key, JWTClaimsSet.Builder claims) {
    try {
      var jwt = new SignedJWT(header.build(), claims.build());
      jwt.sign(signer(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSASigner(rsa);
      case ECKey ec -> new ECDSASigner(ec);
      case OctetSequenceKey secret -> new MACSigner(secret);
      default -> throw new AssertionError(key.getKeyType());
    };
  }

  private static String alices() {
    return signed(JWSAlgorithm.RS256, RSA, claims());
  }

  private JwtConfig config(KeySource keys) {
    return JwtConfig.of(keys)
        .withIssuer("https://issuer.example")
        .withAudiences(Set.of("weir", "other"))
        .withStores(List.of(StoreTemplate.parse("*")), List.of());
  }

  private JwtAuthenticator by(JwtConfig config) {
    var keys =
        new KeyCache(new KeyReader(config.keys(), http), KeyTimes.of(config.keys()), () -> nanos);
    return new JwtAuthenticator(config, TokenSources.defaults(), keys, () -> now, () -> nanos);
  }

  private JwtAuthenticator byUrl() {
    return by(config(new KeySource.JwksUrl(issuer.url())));
  }

  private static Credentials bearing(String token) {
    return new Credentials(
        Optional.of("Bearer " + token),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String outcome(JwtAuthenticator jwt, String token) throws InterruptedException {
    return outcome(jwt, token, StoreAccess.WRITE, "store");
  }

  private static String outcome(
      JwtAuthenticator jwt, String token, StoreAccess access, String store)
      throws InterruptedException {
    try {
      return Access.of(jwt, Authorizer.byGrants())
          .recognise(bearing(token))
          .admit(access, store)
          .name();
    } catch (AccessDeniedException e) {
      assertThat(e.getMessage()).doesNotContain(token);
      return e.reason().name();
    }
  }

  static Stream<Arguments> algorithms() {
    var secret = new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build();
    return Stream.of(
        Arguments.of(JWSAlgorithm.RS256, RSA),
        Arguments.of(JWSAlgorithm.RS384, RSA),
        Arguments.of(JWSAlgorithm.RS512, RSA),
        Arguments.of(JWSAlgorithm.PS256, RSA),
        Arguments.of(JWSAlgorithm.PS384, RSA),
        Arguments.of(JWSAlgorithm.PS512, RSA),
        Arguments.of(JWSAlgorithm.ES256, EC),
        Arguments.of(JWSAlgorithm.ES384, ec(Curve.P_384, "ec-384")),
        Arguments.of(JWSAlgorithm.ES512, ec(Curve.P_521, "ec-521")),
        Arguments.of(JWSAlgorithm.HS256, secret),
        Arguments.of(JWSAlgorithm.HS384, secret),
        Arguments.of(JWSAlgorithm.HS512, secret));
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void everyAlgorithm_isVerified_andAnotherKeyOfItsKindIsNot(JWSAlgorithm algorithm, JWK key)
      throws Exception {
    Path file = directory.resolve("keys");
    KeySource source;
    JWK other;
    switch (key) {
      case OctetSequenceKey secret -> {
        Files.writeString(file, SECRET + "\n");
        source = new KeySource.SecretFile(file);
        other =
            new OctetSequenceKey.Builder(SECRET.replace('0', '1').getBytes(StandardCharsets.UTF_8))
                .build();
      }
      case ECKey ec -> {
        Files.writeString(file, pem(ec.toPublicKey()));
        source = new KeySource.KeyFile(file);
        other = ec(ec.getCurve(), "x");
      }
      default -> {
        Files.writeString(file, new JWKSet(key).toString());
        source = new KeySource.KeyFile(file);
        other = rsa(key.getKeyID(), 2_048);
      }
    }
    var jwt = by(config(source));

    assertThat(outcome(jwt, signed(algorithm, key, claims()))).isEqualTo("alice");
    assertThat(outcome(jwt, signed(algorithm, other, claims()))).isEqualTo("UNAUTHENTICATED");
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  static Stream<Arguments> badTokens() throws Exception {
    String good = alices();
    String[] parts = good.split("\\.", -1);
    var plain = new PlainJWT(claims().build()).serialize();
    var header = Base64.getUrlEncoder().withoutPadding();
    String none = header.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    String noneCased = header.encodeToString("{\"alg\":\"nOnE\"}".getBytes(StandardCharsets.UTF_8));
    var publicBytes =
        new OctetSequenceKey.Builder(RSA.toPublicKey().getEncoded()).keyID("rsa-1").build();
    var publicPem =
        new OctetSequenceKey.Builder(pem(RSA.toPublicKey()).getBytes(StandardCharsets.UTF_8))
            .keyID("rsa-1")
            .build();
    return Stream.of(
        Arguments.of("no JWT", "nonsense"),
        Arguments.of("dots alone", ".."),
        Arguments.of("unsigned", plain),
        Arguments.of("unsigned, with its old signature", none + "." + parts[1] + "." + parts[2]),
        Arguments.of("unsigned, with odd case", noneCased + "." + parts[1] + "."),
        Arguments.of("without signature", parts[0] + "." + parts[1] + "."),
        Arguments.of(
            "with another's claims", parts[0] + "." + claimsOf("mallory") + "." + parts[2]),
        Arguments.of(
            "signed with the public key as a secret",
            signed(JWSAlgorithm.HS256, publicBytes, claims())),
        Arguments.of(
            "signed with the public key's PEM as a secret",
            signed(JWSAlgorithm.HS512, publicPem, claims())),
        Arguments.of(
            "expired",
            signed(
                JWSAlgorithm.RS256, RSA, claims().expirationTime(Date.from(NOW.minusSeconds(61))))),
        Arguments.of("without end", signed(JWSAlgorithm.RS256, RSA, claims().expirationTime(null))),
        Arguments.of(
            "not valid yet",
            signed(
                JWSAlgorithm.RS256, RSA, claims().notBeforeTime(Date.from(NOW.plusSeconds(61))))),
        Arguments.of(
            "of another issuer",
            signed(JWSAlgorithm.RS256, RSA, claims().issuer("https://evil.example"))),
        Arguments.of("of no issuer", signed(JWSAlgorithm.RS256, RSA, claims().issuer(null))),
        Arguments.of(
            "for another audience", signed(JWSAlgorithm.RS256, RSA, claims().audience("bank"))),
        Arguments.of(
            "for no audience", signed(JWSAlgorithm.RS256, RSA, claims().audience((String) null))),
        Arguments.of("of nobody", signed(JWSAlgorithm.RS256, RSA, claims().subject(null))),
        Arguments.of("of an empty name", signed(JWSAlgorithm.RS256, RSA, claims().subject(""))),
        Arguments.of(
            "of an unknown key", signed(JWSAlgorithm.RS256, rsa("other", 2_048), claims())),
        Arguments.of(
            "of a key that says it is a known one",
            signed(JWSAlgorithm.RS256, rsa("rsa-1", 2_048), claims())),
        Arguments.of(
            "of the wrong key's id",
            signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec-1"), RSA, claims())),
        Arguments.of(
            "of its own key",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(rsa("x", 2_048).toPublicJWK()),
                rsa("x", 2_048),
                claims())),
        Arguments.of(
            "that says where its key is",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                    .x509CertURL(URI.create("http://127.0.0.1:1/cert")),
                rsa("x", 2_048),
                claims())),
        Arguments.of(
            "of a key whose id is a path",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../../../dev/null"),
                rsa("x", 2_048),
                claims())),
        Arguments.of("with a deep header", nested(3_000) + "." + parts[1] + "." + parts[2]),
        Arguments.of("with deep claims", parts[0] + "." + nested(3_000) + "." + parts[2]),
        Arguments.of(
            "of another type",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("rsa-1")
                    .type(new JOSEObjectType("dpop+jwt")),
                RSA,
                claims())),
        Arguments.of(
            "with a header that must be understood",
            signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("rsa-1")
                    .criticalParams(Set.of("x"))
                    .customParam("x", 1),
                RSA,
                claims())));
  }

  /// Short enough for a token.
  private static String nested(int levels) {
    String json = "{\"alg\":\"RS256\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String claimsOf(String subject) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            claims().subject(subject).build().toString().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aToken_thatIsBad_isRefused(String what, String token) throws Exception {
    var jwt = byUrl();

    assertThat(outcome(jwt, token)).as(what).isEqualTo("UNAUTHENTICATED");
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
  }

  @Test
  void aToken_withinTheSkew_isTaken_andItsEndIsTold() throws Exception {
    var jwt = byUrl();
    String late =
        signed(JWSAlgorithm.RS256, RSA, claims().expirationTime(Date.from(NOW.minusSeconds(59))));
    String early =
        signed(JWSAlgorithm.ES256, EC, claims().notBeforeTime(Date.from(NOW.plusSeconds(59))));

    assertThat(outcome(jwt, early)).isEqualTo("alice");
    Principal alice = jwt.authenticate(bearing(late));
    assertThat(alice.expiresAt()).contains(NOW.plusSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(outcome(jwt, late)).as("though it was verified before").isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aKeySet_withASecret_isNotTakenFromAUrl() throws Exception {
    var secret =
        new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).keyID("s").build();
    publish(RSA, secret);

    assertThat(outcome(byUrl(), signed(JWSAlgorithm.HS256, secret, claims())))
        .isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aRotatedKey_isAskedForWhenATokenNamesIt() throws Exception {
    var jwt = byUrl();
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    RSAKey next = rsa("rsa-2", 2_048);
    publish(next);
    pass(Duration.ofSeconds(10));

    assertThat(outcome(jwt, signed(JWSAlgorithm.RS256, next, claims()))).isEqualTo("alice");
    assertThat(issuer.asked()).hasSize(2);
    pass(Duration.ofMinutes(1));
    assertThat(outcome(jwt, alices())).as("the old key").isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void madeUpKeyIds_areAskedForOnceInAWhile() throws Exception {
    var jwt = byUrl();
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    for (int i = 0; i < 100; i++) {
      String token =
          signed(JWSAlgorithm.ES256, new ECKey.Builder(EC).keyID("x" + i).build(), claims());
      assertThat(outcome(jwt, token)).isEqualTo("UNAUTHENTICATED");
      pass(Duration.ofMillis(100));
    }
    assertThat(issuer.asked()).hasSizeBetween(1, 2);
  }

  /// Anybody can make up a key's id and hang up.
  @Test
  void aClientThatGoes_whileKeysAreAskedForOnItsBehalf_keepsNobodyOut() throws Exception {
    var jwt = byUrl();
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    pass(Duration.ofSeconds(10));
    ECKey next = ec(Curve.P_256, "ec-2");
    var answering = new CountDownLatch(1);
    issuer.answerWith((exchange, body) -> {
      awaitQuietly(answering);
      LocalService.respond(exchange, 200, new JWKSet(next).toString());
    });
    ECKey madeUp = new ECKey.Builder(EC).keyID("made-up").build();
    var asking = new FutureTask<>(() -> outcome(jwt, signed(JWSAlgorithm.ES256, madeUp, claims())));
    Thread client = Thread.ofVirtual().start(asking);
    while (issuer.asked().size() < 2) {
      Thread.onSpinWait();
    }
    client.interrupt();
    assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
    answering.countDown();

    assertThat(outcome(jwt, signed(JWSAlgorithm.ES256, next, claims()))).isEqualTo("alice");
    assertThat(issuer.asked()).hasSize(2);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPlainRequest_asksForKeysOnceInFiveMinutes() throws Exception {
    var jwt = byUrl();
    for (int minute = 0; minute < 5; minute++) {
      assertThat(outcome(jwt, alices())).isEqualTo("alice");
      pass(Duration.ofMinutes(1));
    }
    assertThat(issuer.asked()).hasSize(1);
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    assertThat(issuer.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 404, 200, 302})
  void anOutage_leavesTheLastKeysForAnHour(int status) throws Exception {
    var jwt = byUrl();
    String lasting =
        signed(
            JWSAlgorithm.RS256,
            RSA,
            claims().expirationTime(Date.from(NOW.plus(Duration.ofHours(9)))));
    assertThat(outcome(jwt, lasting)).isEqualTo("alice");
    issuer.answerWith(status, "trouble");

    pass(Duration.ofMinutes(64));
    assertThat(outcome(jwt, lasting)).isEqualTo("alice");
    pass(Duration.ofMinutes(1));
    assertThat(outcome(jwt, lasting)).isEqualTo("UNAVAILABLE");

    publish(RSA);
    pass(Duration.ofSeconds(10));
    assertThat(outcome(jwt, lasting)).isEqualTo("alice");
  }

  @Test
  void anUnknownKey_duringAnOutage_isNotTheTokensFault() throws Exception {
    var jwt = byUrl();
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    issuer.close();
    pass(Duration.ofSeconds(10));

    String rotated = signed(JWSAlgorithm.RS256, rsa("rsa-2", 2_048), claims());
    assertThat(outcome(jwt, rotated)).isEqualTo("UNAVAILABLE");
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
  }

  @Test
  void keysThatWereNeverThere_areAskedForAgain() throws Exception {
    issuer.answerWith(503, "");
    var jwt = byUrl();
    assertThat(outcome(jwt, alices())).isEqualTo("UNAVAILABLE");
    publish(RSA);
    assertThat(outcome(jwt, alices())).as("too early").isEqualTo("UNAVAILABLE");
    pass(Duration.ofSeconds(10));
    assertThat(outcome(jwt, alices())).isEqualTo("alice");
    assertThat(issuer.asked()).hasSize(2);
  }

  @Test
  void aChangedFileOfKeys_countsSoon() throws Exception {
    Path file = directory.resolve("key.pem");
    Files.writeString(file, pem(RSA.toPublicKey()));
    var jwt = by(config(new KeySource.KeyFile(file)));
    assertThat(outcome(jwt, alices())).isEqualTo("alice");

    Files.writeString(file, pem(EC.toPublicKey()));
    pass(Duration.ofSeconds(10));
    assertThat(outcome(jwt, signed(JWSAlgorithm.ES256, EC, claims()))).isEqualTo("alice");
    pass(Duration.ofMinutes(1));
    assertThat(outcome(jwt, alices())).isEqualTo("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\":[]}",
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
      })
  void aFileWithoutKeys_refusesTheStart(String content) throws Exception {
    Path file = directory.resolve("keys");
    Files.writeString(file, content);

    assertThatThrownBy(() ->
            JwtAuthenticator.open(
                config(new KeySource.KeyFile(file)), TokenSources.defaults(), http))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aShortSecret_refusesTheStart_andIsNotShown() {
    var source = new KeySource.Secret("much-too-short");

    assertThatThrownBy(() -> JwtAuthenticator.open(config(source), TokenSources.defaults(), http))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("14 bytes")
        .hasMessageNotContaining("much-too-short");
    assertThat(source.toString()).doesNotContain("much-too-short");
  }

  @ParameterizedTest(name = "{0}, claims {1}, store {2}: {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "user-{sub}    |{}                               |user-alice     |alice",
        "user-{sub}    |{}                               |user-alice-2   |FORBIDDEN",
        "user-{sub}-*  |{}                               |user-alice-x   |alice",
        "user-{sub}-*  |{}                               |user-alicex    |FORBIDDEN",
        "user-{sub}-*  |{}                               |user-alic-x    |FORBIDDEN",
        "{stores}      |{'stores':['a','b']}             |b              |alice",
        "{stores}      |{'stores':['a','b']}             |c              |FORBIDDEN",
        "{stores}      |{'stores':'a'}                   |a              |alice",
        "{stores}      |{'stores':['*']}                 |a              |FORBIDDEN",
        "{stores}      |{'stores':['*']}                 |*              |alice",
        "{stores:pattern}|{'stores':['x','acme-*']}      |acme-1         |alice",
        "{stores:pattern}|{'stores':['acme-*']}          |acm            |FORBIDDEN",
        "{stores:pattern}|{'stores':['bad\\\\']}         |bad            |FORBIDDEN",
        "{stores}      |{}                               |               |FORBIDDEN",
        "{stores}      |{'stores':[]}                    |a              |FORBIDDEN",
        "org-{org}-*   |{'org':''}                       |org--x         |FORBIDDEN",
        "org-{org}-*   |{'org':{'id':'7'}}               |org-7-x        |FORBIDDEN",
        "org-{org.id}-*|{'org':{'id':7}}                 |org-7-x        |alice",
        "org-{org.id}-*|{'org':{'id':7.5}}               |org-7.5-x      |FORBIDDEN",
        "org-{org.id}  |{'org.id':'8','org':{'id':'7'}}  |org-8          |alice",
        "{a}-{b}       |{'a':['1','2'],'b':['x','y']}    |2-x            |alice",
        "{a}-{b}       |{'a':['1','2'],'b':['x','y']}    |x-2            |FORBIDDEN",
        "\\{sub\\}\\*  |{}                               |{sub}*         |alice",
        "\\{sub\\}\\*  |{}                               |{sub}x         |FORBIDDEN",
      })
  void storesComeFromClaims(String template, String claims, String store, String outcome)
      throws Exception {
    var config =
        config(new KeySource.JwksUrl(issuer.url()))
            .withStores(List.of(StoreTemplate.parse(template)), List.of());
    var builder = claims();
    JWTClaimsSet.parse(claims.replace('\'', '"')).getClaims().forEach(builder::claim);

    assertThat(
            outcome(
                by(config),
                signed(JWSAlgorithm.RS256, RSA, builder),
                StoreAccess.WRITE,
                Optional.ofNullable(store).orElse("")))
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "{:pattern}", "a}", "a\\", "{sub"})
  void aTemplate_thatIsNone_isRefused(String template) {
    assertThatThrownBy(() -> StoreTemplate.parse(template))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "scope {0}: read {1}, write {2}")
  @CsvSource({
    "'',                      FORBIDDEN, FORBIDDEN",
    "'other',                 FORBIDDEN, FORBIDDEN",
    "'x store:read',          alice,     FORBIDDEN",
    "'store:write',           alice,     alice",
    "'store:write2',          FORBIDDEN, FORBIDDEN",
    "'store:read store:write',alice,     alice",
  })
  void scopesDecideOnReadAndWrite(String scope, String read, String write) throws Exception {
    var jwt =
        by(
            config(new KeySource.JwksUrl(issuer.url()))
                .withReadScope("store:read")
                .withWriteScope("store:write"));
    String text = signed(JWSAlgorithm.RS256, RSA, claims().claim("scope", scope));
    String list =
        signed(JWSAlgorithm.RS256, RSA, claims().claim("scp", List.of(scope.split(" ", -1))));

    for (String token : List.of(text, list)) {
      assertThat(outcome(jwt, token, StoreAccess.READ, "s")).isEqualTo(read);
      assertThat(outcome(jwt, token, StoreAccess.WRITE, "s")).isEqualTo(write);
    }
  }

  @Test
  void readOnlyStores_cannotBeWritten() throws Exception {
    var jwt =
        by(
            config(new KeySource.JwksUrl(issuer.url()))
                .withStores(
                    List.of(StoreTemplate.parse("mine")), List.of(StoreTemplate.parse("ours"))));

    assertThat(outcome(jwt, alices(), StoreAccess.WRITE, "mine")).isEqualTo("alice");
    assertThat(outcome(jwt, alices(), StoreAccess.READ, "ours")).isEqualTo("alice");
    assertThat(outcome(jwt, alices(), StoreAccess.WRITE, "ours")).isEqualTo("FORBIDDEN");
  }
}
