package dev.weir.app.console;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.app.config.UpConfig;
import dev.weir.app.site.StaticSite;
import dev.weir.app.site.StaticSite.ContentPolicy;
import dev.weir.livestore.proxy.Readiness;
import dev.weir.livestore.proxy.http.HostCheck;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.server.CrossOrigin;
import dev.weir.s2.server.S2Service;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// The operator's console: its pages at `/console`, and what they ask below `/console/api`. It
/// shows one S2 and the proxy over it, neither of which it owns.
public final class Console implements AutoCloseable {
  private static final String MOUNT = "/console";
  private static final String API = MOUNT + "/api/";

  /// Where the build leaves the pages.
  private static final String SITE = "dev/weir/console";

  /// Pages ask seldom. What asks more often waits for memory that sync needs.
  private static final int MOST_AT_ONCE = 32;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private final ConsoleGuard guard;
  private final Login login;
  private final S2Service s2Api;
  private final boolean showsS2;
  private final S2Basin basin;
  private final LiveTails tails = new LiveTails();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("weir-console-", 0).factory());
  private final Map<String, Page> pages;

  /// @param s2 what Weir uses
  /// @param activities what the proxy has told since it was opened
  public Console(UpConfig config, S2 s2, Readiness readiness, Activities activities) {
    var access = OperatorAccess.of(config.guards(), config.listen());
    HostCheck hosts = config.guards().consoleHosts(config.listen());
    var sessions = new OperatorSessions(InstantSource.system());
    this.guard = new ConsoleGuard(access, hosts, sessions);
    // Another S2 is used with the operator's token: not for whoever is on this machine.
    this.showsS2 = config.source().isEmbedded() || access instanceof OperatorAccess.ByToken;
    this.login = new Login(access, sessions, guard, showsS2);
    this.s2Api = new S2Service(s2, CrossOrigin.REFUSED);
    this.basin = s2.basin(config.basin());
    var overview = new Overview(config, s2, readiness, activities);
    var stores = new StoreFacts(basin, config.streamNaming(), activities);
    var activity = new ActivityPages(activities);
    this.pages =
        Map.of(
            "overview", query -> overview.show(),
            "stores", stores::list,
            "store", stores::one,
            "events", this::events,
            "event", this::event,
            "timeline", activity::timeline,
            "conflicts", activity::conflicts);
  }

  private interface Page {
    byte[] show(Query query);
  }

  /// Takes the paths below `/console` of the server that `builder` builds.
  public void installOn(ServerBuilder builder) {
    builder
        .route()
        .path(API + "session")
        .maxRequestLength(4_096)
        .decorator(guard::aroundLogin)
        .build(login);
    builder
        .route()
        .path(API + "live")
        .methods(HttpMethod.GET)
        .requestTimeoutMillis(0)
        .decorator(guard::around)
        .build(this::live);
    builder.route().pathPrefix(API).decorator(guard::around).build(this::page);
    s2Api.installOn(builder, API + "s2", service -> guard.around(confirmed(service)));
    builder.service(
        MOUNT,
        (context, request) -> HttpResponse.ofRedirect(HttpStatus.TEMPORARY_REDIRECT, MOUNT + "/"));
    StaticSite.onClassPath(SITE, ContentPolicy.OWN)
        .ifPresentOrElse(
            site -> site.installOn(builder, MOUNT + "/"),
            () -> builder.service("prefix:" + MOUNT + "/", (context, request) -> notBuilt()));
  }

  private static HttpResponse notBuilt() {
    return HttpResponse.of(
        HttpStatus.NOT_FOUND,
        MediaType.PLAIN_TEXT_UTF_8,
        "This build has no console: it was made without Node and npm. Install Node 20.19 or newer"
            + " with npm, then build again with ./weir build");
  }

  private HttpResponse page(ServiceRequestContext context, HttpRequest request) {
    Page page = pages.get(context.path().substring(API.length()));
    if (page == null) {
      return Answers.error(404, "not_found", "the console's API has nothing there");
    }
    if (request.method() != HttpMethod.GET) {
      return Answers.error(405, "method_not_allowed", "only GET is known here");
    }
    return blocking(context, query -> Answers.ok(page.show(query)));
  }

  private interface Work {
    HttpResponse answer(Query query);
  }

  private HttpResponse blocking(ServiceRequestContext context, Work work) {
    if (!room.tryAcquire()) {
      return Answers.error(503, "unavailable", "too many requests of the console. Ask again");
    }
    context.setRequestTimeout(REQUEST_TIMEOUT);
    var query = new Query(QueryParams.fromQueryString(context.query()));
    var answer = new CompletableFuture<HttpResponse>();
    threads.execute(() -> {
      try {
        answer.complete(work.answer(query));
      } catch (RuntimeException e) {
        answer.complete(Answers.failure(e));
      } finally {
        room.release();
      }
    });
    return HttpResponse.of(answer);
  }

  private HttpResponse live(ServiceRequestContext context, HttpRequest request) {
    var query = new Query(QueryParams.fromQueryString(context.query()));
    try {
      return tails.follow(
          query.number("from").orElse(Long.MAX_VALUE), EventFilter.of(query), records(query));
    } catch (ConsoleException e) {
      return Answers.failure(e);
    }
  }

  private byte[] events(Query query) {
    var filter = EventFilter.of(query);
    int limit = query.upTo("limit", EventPage.MOST_EVENTS, 100);
    var before = query.number("before");
    var page =
        before.isPresent()
            ? EventPage.before(before.getAsLong(), limit, filter, records(query))
            : EventPage.from(query.number("from").orElse(0), limit, filter, records(query));
    return Answers.bytes(page::write);
  }

  private byte[] event(Query query) {
    long at =
        query.number("at").orElseThrow(() -> ConsoleException.invalid("at must name a position"));
    var ancestry = Ancestry.of(at, records(query));
    return Answers.bytes(ancestry::write);
  }

  private StoreRecords records(Query query) {
    return new StoreRecords(basin.stream(query.stream()));
  }

  /// S2 itself deletes what is named without another word.
  private HttpService confirmed(HttpService service) {
    return (context, request) -> {
      if (!showsS2) {
        return Answers.error(
            403,
            "off",
            "without a token the console does not act with the access token that Weir has for its"
                + " S2. Start Weir with --console-token-file or WEIR_CONSOLE_TOKEN");
      }
      return request.method() != HttpMethod.DELETE || isConfirmed(context)
          ? service.serve(context, request)
          : Answers.error(
              409, "unconfirmed", "deleting needs ?confirm= with the name of what is deleted");
    };
  }

  private static boolean isConfirmed(ServiceRequestContext context) {
    String path = context.rawPath().replaceFirst("\\?.*", "");
    String encoded = path.substring(path.lastIndexOf('/') + 1);
    String confirmed = QueryParams.fromQueryString(context.query()).get("confirm", "");
    return QueryParams.fromQueryString("name=" + encoded.replace("+", "%2B"))
        .get("name", "")
        .equals(confirmed);
  }

  /// Ends what pages follow, and answers nothing more. May be called twice.
  @Override
  public void close() {
    tails.close();
    s2Api.close();
    threads.shutdown();
  }
}
