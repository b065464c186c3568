package dev.gloss.server.names;

import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Span;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSQuery;
import org.treesitter.TSQueryCapture;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;
import org.treesitter.TSReader;
import org.treesitter.TSTree;

/// A question to the trees of one language. Safe for use by many threads.
final class TreeQuery {
  /// What the names of captures begin with that mean a declaration.
  static final String DEFINITION = "definition.";

  /// The name under which a declaration is handed over again that the parser did not understand.
  static final String BROKEN = "broken";

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
  private static final int BUFFER_BYTES = 1 << 16;

  private final TSLanguage language;
  private final TSQuery query;

  /// @param text patterns as tree-sitter reads them
  /// @throws RuntimeException if the language has no such nodes
  TreeQuery(TSLanguage language, String text) {
    this.language = language;
    this.query = new TSQuery(language, text);
  }

  /// Parses a text and hands over what matches, each by the names of its captures.
  ///
  /// @param matches gets the number of the pattern, and where its captures stand
  /// @return whether that was all; not so for a text that takes too long
  /// @throws dev.gloss.server.work.TakenBack if the work of this thread is taken back
  boolean run(String text, BiConsumer<Integer, Map<String, Span>> matches) {
    // In UTF-16, so that the parser's offsets are ours.
    ByteBuffer source = StandardCharsets.UTF_16LE.encode(CharBuffer.wrap(text));
    TSReader reader =
        (buffer, offset, point) -> {
          int count = Math.min(buffer.length, source.limit() - offset);
          if (count > 0) {
            source.get(offset, buffer, 0, count);
          }
          return Math.max(0, count);
        };
    Patience patience = new Patience();
    try (TSParser parser = new TSParser()) {
      parser.setLanguage(language);
      try (TSTree tree =
              parser.parseWithOptions(
                  new byte[BUFFER_BYTES],
                  null,
                  reader,
                  TSInputEncoding.TSInputEncodingUTF16LE,
                  state -> patience.isOver());
          TSQueryCursor cursor = new TSQueryCursor()) {
        patience.check();
        if (tree == null || patience.isOver()) {
          return false;
        }
        cursor.execWithOptions(query, tree.getRootNode(), state -> patience.isOver());
        TSQueryMatch match = new TSQueryMatch();
        while (cursor.nextMatch(match) && !patience.isOver()) {
          matches.accept(match.getPatternIndex(), spans(match));
        }
        patience.check();
        return !patience.isOver();
      }
    }
  }

  /// How long machine code is let run, which must not be left by an exception.
  private static final class Patience {
    private final long deadline = System.nanoTime() + LONGEST_NANOS;
    private @Nullable TakenBack takenBack;

    boolean isOver() {
      try {
        Workers.poll();
      } catch (TakenBack e) {
        takenBack = e;
      }
      return takenBack != null || System.nanoTime() - deadline > 0;
    }

    void check() {
      if (takenBack != null) {
        throw takenBack;
      }
    }
  }

  private Map<String, Span> spans(TSQueryMatch match) {
    Map<String, Span> spans = new HashMap<>();
    for (TSQueryCapture capture : match.getCaptures()) {
      TSNode node = capture.getNode();
      String name = query.getCaptureNameForId(capture.getIndex());
      Span span =
          new Span(node.getStartByte() / Character.BYTES, node.getEndByte() / Character.BYTES);
      spans.put(name, span);
      if (name.startsWith(DEFINITION) && node.hasError()) {
        spans.put(BROKEN, span);
      }
    }
    return spans;
  }
}
