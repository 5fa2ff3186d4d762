package dev.weir.app.site;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The files of a web page on the class path, as a build tool such as Vite leaves them: an
/// `index.html`, and below `assets` files whose names change with their content.
///
/// A browser keeps those assets for good and asks for all else again, which costs it an answer
/// without a body where nothing has changed. Every answer carries the headers that keep a page from
/// being framed, and from running or asking what is not its own.
///
/// Each file is read when it is first asked for, and kept. Safe to use from any thread.
public final class StaticSite {
  private static final String INDEX = "index.html";

  /// No name begins with a dot, so that none leads out of the directory; and a file's has one in
  /// it, as a class path also has directories to read.
  private static final Pattern FILE = Pattern.compile("(?:[\\w-][\\w.-]*/)*[\\w-]+(?:\\.[\\w-]+)+");

  private final ClassLoader loader;
  private final String directory;
  private final HttpHeaders security;
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  private StaticSite(ClassLoader loader, String directory, HttpHeaders security) {
    this.loader = loader;
    this.directory = directory;
    this.security = security;
  }

  /// The site in a directory of Weir's class path, or empty if there is no `index.html`: the build
  /// leaves sites out where it is not asked for them.
  ///
  /// @param directory such as `dev/weir/demo`, without a slash at either end
  public static Optional<StaticSite> onClassPath(String directory, ContentPolicy policy) {
    var loader = StaticSite.class.getClassLoader();
    return Optional.ofNullable(loader.getResource(directory + "/" + INDEX))
        .map(found -> new StaticSite(loader, directory, policy.headers()));
  }

  /// Serves the site to GET and HEAD, behind every route that says more.
  ///
  /// @param prefix begins and ends with a slash; `/` alone is the whole server
  public void installOn(ServerBuilder builder, String prefix) {
    HttpService service = this::serve;
    builder.service(
        Route.builder().pathPrefix(prefix).methods(HttpMethod.GET, HttpMethod.HEAD).build(),
        service);
  }

  private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    var path = context.mappedPath().substring(1);
    return file(path.isEmpty() ? INDEX : path)
        .map(file -> file.answer(request.headers(), security))
        .orElseGet(() ->
            HttpResponse.of(HttpStatus.NOT_FOUND, MediaType.PLAIN_TEXT_UTF_8, "No such page"));
  }

  private Optional<StaticFile> file(String path) {
    var known = files.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    return FILE.matcher(path).matches()
        ? StaticFile.read(loader, directory + "/" + path)
            .map(file -> path.startsWith("assets/") ? file.unchanging() : file)
            .map(file -> keep(path, file))
        : Optional.empty();
  }

  private StaticFile keep(String path, StaticFile file) {
    files.put(path, file);
    return file;
  }

  /// What a page may load, and from where.
  public enum ContentPolicy {
    /// From its own server alone, and no inline script or style.
    OWN("script-src 'self'"),
    /// The same, and it may compile WebAssembly.
    OWN_AND_WASM("script-src 'self' 'wasm-unsafe-eval'");

    private final String scripts;

    ContentPolicy(String scripts) {
      this.scripts = scripts;
    }

    private HttpHeaders headers() {
      return HttpHeaders.builder()
          .add(
              HttpHeaderNames.CONTENT_SECURITY_POLICY,
              "default-src 'self'; "
                  + scripts
                  + "; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action"
                  + " 'self'; frame-ancestors 'none'")
          .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
          .add(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
          .add("cross-origin-opener-policy", "same-origin")
          .add("cross-origin-resource-policy", "same-origin")
          .build();
    }
  }
}
