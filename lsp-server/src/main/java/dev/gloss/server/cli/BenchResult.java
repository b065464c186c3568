package dev.gloss.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `gloss bench` prints.
///
/// @param model what was measured
/// @param openSeconds what it took to open it and lay out its weights
/// @param promptTokens tokens that were read at once
/// @param prefillTokensPerSecond tokens read a second
/// @param prefillParts by part of a step its share of the time of reading; empty where the backend
///   does not tell
/// @param prefillGflops operations of their products with weights, in 10^9 a second
/// @param decodeTokensPerSecond tokens written a second, one at a time, at the depth asked for
/// @param bytesPerToken bytes of weights and cache that one of those reads
/// @param bandwidthGbS those bytes times the tokens a second
/// @param decodes the same for depth 0 and the one asked for
/// @param draftedStep what a step that verifies a draft of one token and makes the next takes in
///   steps without; null where the model has no module for drafting
/// @param peakRssBytes most memory the process had, null where the system does not tell
/// @param limits of the machine, measured in the same rounds; null where nobody asked for them
/// @param prefillFloatShare of the operations in the machine's float32 operations; products with
///   rounded activations may have more than all of them
record BenchResult(
    String model,
    double openSeconds,
    int promptTokens,
    double prefillTokensPerSecond,
    Map<String, Double> prefillParts,
    double prefillGflops,
    double decodeTokensPerSecond,
    long bytesPerToken,
    double bandwidthGbS,
    List<Decode> decodes,
    @Nullable Double draftedStep,
    @Nullable Long peakRssBytes,
    @Nullable MachineLimits limits,
    @Nullable Double prefillFloatShare) {

  /// Tokens written one at a time.
  ///
  /// @param depth tokens in the cache when writing starts
  /// @param tokensPerSecond tokens a second
  /// @param bytesPerToken bytes of weights, as stored, and of cache that one of them reads
  /// @param gbS those bytes, in 10^9 a second
  /// @param gflops operations of products with weights, in 10^9 a second
  /// @param parts by part of a step its share of the time
  /// @param readShare of the bytes in what the machine reads; null where that was not measured
  /// @param floatShare of the operations in the machine's; null likewise
  record Decode(
      int depth,
      double tokensPerSecond,
      long bytesPerToken,
      double gbS,
      double gflops,
      Map<String, Double> parts,
      @Nullable Double readShare,
      @Nullable Double floatShare) {

    String text() {
      return String.format(
          Locale.ROOT,
          "writes %,.1f tokens/s at depth %,d: %,d bytes a token, %.1f GB/s%s",
          tokensPerSecond,
          depth,
          bytesPerToken,
          gbS,
          readShare == null || floatShare == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", %.0f %% of what the machine reads, %.1f %% of its float32 operations",
                  100 * readShare,
                  100 * floatShare));
    }
  }

  /// The same for a person.
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%s, opened in %.1f s", model, openSeconds));
    lines.add(
        String.format(
            Locale.ROOT,
            "reads %,.0f tokens/s (%,d at once), %.0f GFLOP/s%s",
            prefillTokensPerSecond,
            promptTokens,
            prefillGflops,
            prefillFloatShare == null
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", %.0f %% of the machine's in float32",
                    100 * prefillFloatShare)));
    addParts(lines, prefillParts);
    for (Decode decode : decodes) {
      lines.add(decode.text());
      addParts(lines, decode.parts());
    }
    if (draftedStep != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "a step that verifies and makes a draft takes %.2f of one without",
              draftedStep));
    }
    if (peakRssBytes != null) {
      lines.add(String.format(Locale.ROOT, "takes %,d MiB at most", peakRssBytes >> 20));
    }
    if (limits != null) {
      lines.add(limits.text());
    }
    return String.join("\n", lines);
  }

  private static void addParts(List<String> lines, Map<String, Double> parts) {
    if (!parts.isEmpty()) {
      lines.add("  " + PartTimes.text(parts));
    }
  }
}
