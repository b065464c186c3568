package dev.gloss.server.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// GET over HTTP, with redirects followed here: the token is for the hub, and a redirect to anybody
/// else loses it for good.
///
/// Safe for use by many threads.
final class HubHttp implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 8;

  private final HubAccess access;
  private final HttpClient client;

  HubHttp(HubAccess access) {
    this.access = access;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .version(Version.HTTP_1_1)
            .connectTimeout(access.patience())
            .proxy(access.proxies())
            .build();
  }

  /// An answer, whose body is still to come.
  ///
  /// @param uri who answered, after all redirects
  /// @param body to be closed; a read fails when no byte comes for too long
  record Answer(int status, URI uri, HttpHeaders headers, InputStream body)
      implements AutoCloseable {

    /// A header's first value, empty where there is none.
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        // The connection is given up either way.
      }
    }
  }

  /// Asks for an address and follows redirects.
  ///
  /// @param uri whom to ask
  /// @param headers to be sent along, to everybody
  /// @throws PullException if the redirects lead nowhere, or from https to http
  /// @throws IOException if there was no answer
  Answer get(URI uri, Map<String, String> headers) throws IOException {
    URI target = uri;
    boolean trusted = access.token() != null && Origin.isPrivate(access.address());
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      trusted = trusted && Origin.of(target).equals(Origin.of(access.address()));
      Answer answer = ask(target, headers, trusted);
      if (!REDIRECTS.contains(answer.status())) {
        return answer;
      }
      answer.close();
      target = next(target, answer.header("Location"));
    }
    throw new PullException(uri + ": more than " + MOST_REDIRECTS + " redirects");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Answer ask(URI target, Map<String, String> headers, boolean withToken)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).GET();
    headers.forEach(request::header);
    request.header("User-Agent", "gloss");
    if (withToken) {
      request.header("Authorization", "Bearer " + access.token());
    }
    HttpResponse<InputStream> response = await(request.build());
    return new Answer(
        response.statusCode(),
        target,
        response.headers(),
        new PatientStream(response.body(), access.patience()));
  }

  private HttpResponse<InputStream> await(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return answer.get(access.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          "no answer for " + access.patience().toSeconds() + " s from " + request.uri().getHost(),
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new PullException("interrupted", e);
    } catch (ExecutionException e) {
      throw failure(request.uri(), e.getCause() == null ? e : e.getCause());
    }
  }

  /// What the client throws has often no message at all.
  private static IOException failure(URI uri, Throwable cause) {
    if (cause instanceof IllegalArgumentException) {
      return new PullException(String.valueOf(cause.getMessage()), cause);
    }
    String reason =
        switch (cause) {
          case HttpConnectTimeoutException _ -> "it does not answer";
          case java.net.ConnectException _ ->
              "it cannot be reached"
                  + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
          default ->
              cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    return new IOException(uri.getHost() + ": " + reason, cause);
  }

  private static URI next(URI from, String location) throws PullException {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new PullException(from + ": redirects to what is no address", e);
    }
    String scheme = Origin.of(target).scheme();
    if (location.isEmpty() || !Set.of("http", "https").contains(scheme)) {
      throw new PullException(from + ": redirects to what is no address: '" + location + "'");
    }
    if (Origin.isPrivate(from) && !Origin.isPrivate(target)) {
      throw new PullException(
          from
              + ": redirects from https to http ("
              + target.getHost()
              + "), which is not followed");
    }
    return target;
  }
}
