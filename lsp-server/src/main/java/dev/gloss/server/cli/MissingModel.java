package dev.gloss.server.cli;

import dev.gloss.server.models.HubName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be done about a model that is not on this machine, in one line.
final class MissingModel {
  private static final Pattern PAGE =
      Pattern.compile(
          "(?:https?://)?(?:www\\.)?(?:huggingface\\.co|hf\\.co|hf-mirror\\.com)"
              + "/(?<repository>[^/?#:]+/[^/?#:]+)"
              + "(?:/(?:blob|resolve|raw)/[^/?#]+/(?<path>[^?#]+)|:(?<file>[^/?#]+)|/tree/[^?#]*|/)?"
              + "(?:[?#].*)?");

  private MissingModel() {}

  /// @param text what a person wrote, which names nothing that is here
  static String advice(String text) {
    String hubName = hubName(text);
    if (hubName != null) {
      return "%s: is not on this machine; 'gloss pull %s' fetches it".formatted(text, hubName);
    }
    if (text.contains("://")) {
      return text
          + ": a model runs from files on this machine; name a file, a folder or a pulled model"
          + " ('gloss pull OWNER/NAME' fetches one from the hub)";
    }
    return text + ": no such file, folder or pulled model; 'gloss models' lists what is here";
  }

  /// By what the hub knows what a name or the address of a page means; null where it is neither.
  private static @Nullable String hubName(String text) {
    if (HubName.looksLike(text)) {
      return text;
    }
    Matcher page = PAGE.matcher(text);
    if (!page.matches()) {
      return null;
    }
    String file = page.group("path") == null ? page.group("file") : page.group("path");
    String name = page.group("repository") + (file == null ? "" : ":" + file);
    return HubName.looksLike(name) ? name : null;
  }
}
