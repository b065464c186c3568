package dev.gloss.server.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A hub of models: what a repository holds, and where its files are.
///
/// The paths are those of the Hugging Face Hub's API (`/api/models/REPOSITORY/tree/main` and
/// `/REPOSITORY/resolve/main/FILE`), which its mirrors have too. A mirror that is a plain tree of
/// files may lack the first: then sizes and checksums are unknown.
final class Hub implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_LIST_BYTES = 64 << 20;
  private static final int MOST_PAGES = 200;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

  private final HubAccess access;
  private final HubHttp http;

  Hub(HubAccess access) {
    this.access = access;
    this.http = new HubHttp(access);
  }

  /// The repository's files, in the hub's order.
  ///
  /// @return empty where the hub has no list of this repository
  /// @throws PullException if the hub refuses, or its list cannot be read
  /// @throws IOException if the hub cannot be asked now
  Optional<List<HubFile>> files(String repository) throws IOException {
    List<HubFile> files = new ArrayList<>();
    URI page = uri("/api/models/" + encode(repository) + "/tree/main?recursive=true");
    for (int i = 0; i < MOST_PAGES; i++) {
      try (HubHttp.Answer answer = http.get(page, Map.of("Accept", "application/json"))) {
        if (answer.status() == 404) {
          return Optional.empty();
        }
        HubRefusal.check(answer, repository, access);
        read(repository, answer, files);
        Matcher next = NEXT.matcher(answer.header("Link"));
        if (!next.find()) {
          return Optional.of(files);
        }
        page = page.resolve(next.group(1));
      }
    }
    throw new PullException(repository + ": the hub's list of files does not end");
  }

  /// Asks for a file's bytes.
  ///
  /// @param start how many to leave out
  /// @throws PullException if the hub refuses
  /// @throws IOException if the hub cannot be asked now
  HubHttp.Answer open(String repository, String path, long start) throws IOException {
    URI uri = uri("/" + encode(repository) + "/resolve/main/" + encode(path));
    Map<String, String> headers =
        start > 0
            ? Map.of("Accept-Encoding", "identity", "Range", "bytes=" + start + "-")
            : Map.of("Accept-Encoding", "identity");
    HubHttp.Answer answer = http.get(uri, headers);
    try {
      if (answer.status() != 416) {
        HubRefusal.check(answer, repository + ":" + path, access);
      }
      return answer;
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private URI uri(String pathAndQuery) {
    return URI.create(access.address() + pathAndQuery);
  }

  private static String encode(String path) {
    return Arrays.stream(path.split("/"))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  private static void read(String repository, HubHttp.Answer answer, List<HubFile> files)
      throws IOException {
    byte[] body = answer.body().readNBytes(MOST_LIST_BYTES);
    JsonNode list;
    try {
      list = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new PullException(repository + ": the hub's list of files is no JSON", e);
    }
    if (!list.isArray()) {
      throw new PullException(repository + ": the hub's list of files is no JSON array");
    }
    for (JsonNode entry : list) {
      if (entry.path("type").asText("file").equals("file") && entry.path("path").isTextual()) {
        files.add(file(entry));
      }
    }
  }

  /// `oid` is Git's name of the file, or of a pointer to it where there is `lfs`, whose `oid` is
  /// the SHA-256 of the file itself.
  private static HubFile file(JsonNode entry) {
    JsonNode lfs = entry.path("lfs");
    JsonNode size = lfs.isObject() ? lfs.path("size") : entry.path("size");
    return new HubFile(
        entry.path("path").asText(),
        size.isIntegralNumber() && size.asLong() >= 0 ? size.asLong() : HubFile.UNKNOWN,
        lfs.isObject()
            ? checksum(Checksum.Kind.SHA256, lfs.path("oid").asText())
            : checksum(Checksum.Kind.GIT_SHA1, entry.path("oid").asText()));
  }

  private static @Nullable Checksum checksum(Checksum.Kind kind, String hex) {
    return kind.fits(hex) ? new Checksum(kind, hex) : null;
  }
}
