package dev.gloss.server.models;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// What a hub's answer means when it is not what was asked for.
final class HubRefusal {
  private HubRefusal() {}

  /// The hub cannot serve now; later it may.
  static final class NotNow extends IOException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration pause;

    NotNow(String message, @Nullable Duration pause) {
      super(message);
      this.pause = pause;
    }

    /// How long the hub asks to be left alone; null where it does not say.
    @Nullable Duration pause() {
      return pause;
    }
  }

  /// Returns when the answer is what was asked for.
  ///
  /// @param what the repository or file that was asked for
  /// @throws NotNow if it is worth asking again
  /// @throws PullException if it is not
  static void check(HubHttp.Answer answer, String what, HubAccess access) throws IOException {
    int status = answer.status();
    if (status == 200 || status == 206) {
      return;
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      throw new NotNow(
          "%s answers %d%s".formatted(answer.uri().getHost(), status, meaning(status)),
          wait(answer.header("Retry-After")));
    }
    throw new PullException(what + ": " + reason(status, answer, access));
  }

  private static String meaning(int status) {
    return switch (status) {
      case 429 -> " (too many requests)";
      case 503 -> " (not available)";
      default -> "";
    };
  }

  private static String reason(int status, HubHttp.Answer answer, HubAccess access) {
    String hub = access.address().getHost();
    if (!Origin.of(answer.uri()).equals(Origin.of(access.address()))) {
      return "%s sent on to %s, which answers %d".formatted(hub, answer.uri().getHost(), status);
    }
    return switch (status) {
      case 401 ->
          access.token() == null
              ? hub
                  + " answers 401: there is no such repository, or it wants a token; put yours into"
                  + " the environment as HF_TOKEN"
              : hub
                  + " answers 401: there is no such repository, or the token in HF_TOKEN is not"
                  + " good for it"
                  + (Origin.isPrivate(access.address()) ? "" : " (it is not sent over plain http)");
      case 403 ->
          hub
              + " answers 403: access must be granted first, on the repository's page"
              + (access.token() == null
                  ? ", and your token be in the environment as HF_TOKEN"
                  : "");
      case 404, 410 -> hub + " has no such file";
      default -> hub + " answers " + status;
    };
  }

  /// Seconds, or a date.
  private static @Nullable Duration wait(String header) {
    if (header.isBlank()) {
      return null;
    }
    try {
      if (header.strip().matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(header.strip()));
      }
      ZonedDateTime until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(ZonedDateTime.now(until.getZone()), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
