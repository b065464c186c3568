package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.packing.Quotation;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.ContextSource;
import dev.gloss.server.retrieval.Piece;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What of other files is quoted, and how long it stays.
final class OtherCodeTest {
  private static final String URI = "file:///w/A.java";

  private List<Piece> found = List.of();
  private boolean mayRead = true;
  private final OtherCode others =
      new OtherCode(
          () ->
              new ContextSource() {
                @Override
                public List<Piece> find(ContextQuery query) {
                  return found;
                }

                @Override
                public boolean mayRead(Path path) {
                  return mayRead;
                }
              });

  private static Piece piece(String name, int line, double score, String text) {
    return new Piece(Path.of("/w", name), name, line, line + 9, text, score, "similar: b");
  }

  private static Piece piece(String name, double score) {
    return piece(name, 1, score, "something of " + name + " that helps;");
  }

  private static CompletionQuery query(String language, String text) {
    return new CompletionQuery(URI, language, text, text.length());
  }

  private Quotation look() {
    return others.look(query("java", "int a = "));
  }

  private List<List<String>> choices() {
    return others.choices(URI).stream()
        .map(choice -> choice.excerpts().stream().map(Quotation.Excerpt::name).toList())
        .toList();
  }

  @Test
  void whatIsFoundIsWantedAndWhatIsQuotedIsThereUntilItIsUsed() {
    assertEquals(List.of(List.of()), choices());
    found = List.of(piece("B.java", 0.5));
    Quotation first = look();
    assertEquals(List.of(List.of("B.java"), List.of()), choices());
    others.quoted(URI, first);
    found = List.of(piece("C.java", 0.5));
    Quotation second = look();
    assertEquals(List.of(List.of("C.java"), List.of("B.java"), List.of()), choices());
    others.quoted(URI, first);
    assertEquals(3, choices().size(), "what was found is still wanted");
    others.quoted(URI, second);
    assertEquals(List.of(List.of("C.java"), List.of()), choices());
    assertEquals(1, others.choices("file:///w/Other.java").size(), "of another document");
  }

  @Test
  void whatIsHardlyBetterChangesNothing() {
    found = List.of(piece("B.java", 0.5));
    Quotation quoted = look();
    others.quoted(URI, quoted);
    found = List.of(piece("C.java", 0.15), piece("B.java", 0.5));
    assertSame(quoted, look());
  }

  @Test
  void whatSaysSomethingElseNowIsReplaced() {
    found = List.of(piece("B.java", 0.5));
    others.quoted(URI, look());
    found = List.of(piece("B.java", 1, 0.5, "something else of B.java;"));
    assertTrue(look().text().contains("something else"));
    assertEquals(3, choices().size());
  }

  /// Switched off, ignored or deleted since.
  @Test
  void whatMayNotBeReadAnyMoreIsGoneAtOnce() {
    found = List.of(piece("B.java", 0.5));
    others.quoted(URI, look());
    mayRead = false;
    assertEquals(List.of(List.of()), choices());
    found = List.of();
    assertTrue(look().isEmpty());
    mayRead = true;
    assertEquals(List.of(List.of()), choices(), "it does not come back by itself");
  }

  @Test
  void whatIsNoLongerWorthMuchIsReplaced() {
    found = List.of(piece("B.java", 0.5));
    others.quoted(URI, look());
    found = List.of(piece("C.java", 0.6), piece("D.java", 0.5), piece("B.java", 0.3));
    look();
    assertEquals(List.of("B.java", "D.java", "C.java"), choices().getFirst());
  }

  @Test
  void whereNothingIsFoundWhatIsQuotedStays() {
    found = List.of(piece("B.java", 0.5));
    others.quoted(URI, look());
    found = List.of();
    look();
    assertEquals(List.of(List.of("B.java"), List.of()), choices());
  }

  @Test
  void whatStandsAroundThePlaceIsNotQuoted() {
    String own = "void tellSomething() {\n  say(\"something\");\n}\n";
    found = List.of(piece("Copy.java", 1, 0.9, own), piece("B.java", 0.5));
    others.look(query("java", own + "int a = "));
    assertEquals(List.of("B.java"), choices().getFirst());
  }

  @Test
  void aLanguageWithoutLineCommentsHasNothingQuoted() {
    found = List.of(piece("b.css", 0.5));
    assertTrue(others.look(query("plaintext", "a ")).isEmpty());
    assertFalse(others.look(query("python", "a = ")).isEmpty());
    assertTrue(choices().getFirst().contains("b.css"));
  }
}
