package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.completion.Syntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir Path folder;

  @Test
  void thePageShowsFiguresAndItsPicturesAreThere() throws Exception {
    TypingPlace place = Sum.lineStart();
    PlaceRecord record =
        new PlaceRecord(place.id(), List.of(new Key("return a + b;", 12.0, 1, null)));
    List<PlaceOutcome> outcomes =
        List.of(PlaceOutcome.of(place, record, new ParseAtPlace(Syntax.of("java"))));
    TypingFigures figures = TypingFigures.of(outcomes);
    new ReportPage(
            new TypingReport(
                "m",
                3,
                null,
                figures,
                Map.of("a <kind>", figures),
                Map.of(),
                QuietFigures.of(List.of()),
                null))
        .write(folder.resolve("made"));
    String page = Files.readString(folder.resolve("made/report.md"));
    assertTrue(page.contains("| **all** | 1 | 100.0 (100.0-100.0) | 1 |"), page);
    assertTrue(page.contains("| all | 1 | 12 | 12 |"), page);
    List<String> pictures =
        Pattern.compile("\\]\\((.*?\\.svg)\\)")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(5, pictures.size());
    for (String picture : pictures) {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(folder.resolve("made").resolve(picture).toFile());
      assertEquals("svg", document.getDocumentElement().getTagName());
    }
  }
}
