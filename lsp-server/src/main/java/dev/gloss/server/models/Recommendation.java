package dev.gloss.server.models;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// A repository that is worth pulling, from the resource `recommended.json`.
///
/// @param repository on the hub; what is pulled of it is its Q4_K_M
/// @param architecture as GGUF names it
/// @param bytes of that file, about
/// @param activeBytes of it that one written token reads, about: all of a dense model but the input
///   embeddings, of a mixture of experts those that are chosen
/// @param licence its name and what matters of it
/// @param roles what it is good for: `completion`, `explain`
/// @param note why, in a few words
public record Recommendation(
    String repository,
    String architecture,
    long bytes,
    long activeBytes,
    String licence,
    List<String> roles,
    String note) {
  private static final String RESOURCE = "recommended.json";

  /// What a model takes beside its weights: the caches of a context that suits an editor, and what
  /// it computes in.
  private static final long BESIDE_BYTES = 600_000_000;

  /// Copies the list.
  public Recommendation {
    roles = List.copyOf(roles);
  }

  /// All of them, in the order in which they are shown.
  public static List<Recommendation> all() {
    try (InputStream in = Recommendation.class.getResourceAsStream(RESOURCE)) {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .readValue(in, new TypeReference<List<Recommendation>>() {});
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + RESOURCE + " cannot be read", e);
    }
  }

  /// Memory that it takes when it runs, about.
  public long memoryBytes() {
    return bytes + BESIDE_BYTES;
  }

  /// Tokens that it writes in a second at most, if reading weights were all that it did.
  ///
  /// @param bytesPerSecond how fast memory is read
  public double tokensPerSecond(double bytesPerSecond) {
    return bytesPerSecond / activeBytes;
  }
}
