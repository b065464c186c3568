package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where places of each kind are found, told by what is cut out there.
class PlacesTest {
  private static final String FILE =
      """
      package p;

      import java.util.List;

      /** Says hello. */
      class Hello {
        String greet(String name, int times) {
          // Many times.
          String text = "Hello, you";
          text = text.concat(name);
          return text.repeat(times);
        }
      }
      """;

  @Test
  void linesOfCodeHaveAStart() {
    assertEquals(
        List.of(
            "class Hello {",
            "String greet(String name, int times) {",
            "String text = \"Hello, you\";",
            "text = text.concat(name);",
            "return text.repeat(times);"),
        wanted(PlaceKind.LINE_START));
  }

  @Test
  void membersStandBehindDots() {
    assertEquals(List.of("concat(name);", "repeat(times);"), wanted(PlaceKind.AFTER_DOT));
  }

  @Test
  void argumentsStandBehindBracketsAndCommas() {
    assertEquals(
        List.of("String name, int times) {", "int times) {", "name);", "times);"),
        wanted(PlaceKind.ARGUMENTS));
  }

  @Test
  void rightSidesStandBehindAssignmentsAndReturn() {
    assertEquals(
        List.of("\"Hello, you\";", "text.concat(name);", "text.repeat(times);"),
        wanted(PlaceKind.RIGHT_SIDE));
    assertEquals(
        List.of(), new WantedPlaces(file("if (a == bcd) {\n}\n")).of(PlaceKind.RIGHT_SIDE));
  }

  @Test
  void wordsAreCutInTheirMiddle() {
    List<String> found = wanted(PlaceKind.IN_WORD);
    assertTrue(found.contains("ncat(name);"), found.toString());
    assertFalse(found.contains("concat(name);"), found.toString());
    // Not within the string.
    assertFalse(found.contains("ello, you\";"), found.toString());
  }

  @Test
  void aBlockIsCutWhole() {
    String text = "class A {\n  void a() {\n    b();\n    c();\n  }\n}\n";
    assertEquals(
        List.of("void a() {\n    b();\n    c();\n  }", "b();\n    c();"),
        pieces(text, new WantedPlaces(file(text)).of(PlaceKind.BLOCK)));
  }

  @Test
  void commentsAreCutToTheirLinesEnd() {
    List<String> found = quiet(PlaceKind.IN_COMMENT);
    assertTrue(found.contains("y times."), found.toString());
    assertTrue(found.stream().noneMatch(rest -> rest.contains("*/")), found.toString());
  }

  @Test
  void stringsKeepTheirClosingQuote() {
    List<String> found = quiet(PlaceKind.IN_STRING);
    assertEquals(List.of("ello, you", "llo, you", "lo, you"), found.subList(0, 3));
    assertEquals("", found.getLast());
  }

  @Test
  void statementsEndLines() {
    List<String> before =
        new QuietPlaces(file(FILE))
            .of(PlaceKind.AFTER_STATEMENT).stream()
                .map(
                    cut -> FILE.substring(FILE.lastIndexOf('\n', cut.start() - 1) + 1, cut.start()))
                .map(String::strip)
                .toList();
    assertEquals(
        List.of(
            "package p;",
            "import java.util.List;",
            "String text = \"Hello, you\";",
            "text = text.concat(name);",
            "return text.repeat(times);",
            "}",
            "}"),
        before);
  }

  @Test
  void nothingIsCutBeforeOtherText() {
    List<Cut> cuts = new QuietPlaces(file(FILE)).of(PlaceKind.BEFORE_TEXT);
    assertFalse(cuts.isEmpty());
    for (Cut cut : cuts) {
      assertEquals(cut.start(), cut.end());
      String rest = FILE.substring(cut.start(), FILE.indexOf('\n', cut.start()));
      assertTrue(rest.matches(".*\\w{3}.*"), rest);
    }
  }

  @ParameterizedTest
  @EnumSource(PlaceKind.class)
  void aSeedChoosesTheSamePlacesAndMoreGoOnFromThem(PlaceKind kind) {
    Function<Integer, List<String>> choose =
        count -> {
          PlaceChoice choice =
              new PlaceChoice(List.of(new SourceGroup("g", List.of(file(FILE)))), 7);
          return (kind.isQuiet() ? choice.quiet(count, true) : choice.wanted(count))
              .stream().map(TypingPlace::id).toList();
        };
    List<String> some = choose.apply(7);
    List<String> more = choose.apply(14);
    assertEquals(some, choose.apply(7));
    assertEquals(some, more.subList(0, some.size()));
    assertTrue(more.stream().anyMatch(id -> id.endsWith(" " + kind.label())), more.toString());
  }

  private static List<String> wanted(PlaceKind kind) {
    return pieces(FILE, new WantedPlaces(file(FILE)).of(kind));
  }

  private static List<String> quiet(PlaceKind kind) {
    return pieces(FILE, new QuietPlaces(file(FILE)).of(kind));
  }

  private static List<String> pieces(String text, List<Cut> cuts) {
    return cuts.stream().map(cut -> text.substring(cut.start(), cut.end())).toList();
  }

  private static JavaFile file(String text) {
    return new JavaFile("Hello.java", "file:///typing/Hello.java", text);
  }
}
