package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CalibrationTest {
  private static final List<CalibrationHole> HOLES =
      IntStream.range(0, 24)
          .mapToObj(i -> new CalibrationHole("h" + i, "plaintext", "line", "x = ", ";\n", "right"))
          .toList();

  /// A model that writes what should be there in some forms, and nonsense in the others.
  private static ScriptedEngine rightIn(FimForm... forms) {
    return new ScriptedEngine(
        prompt ->
            List.of(forms).contains(form(prompt)) ? Script.of("right") : Script.of("nonsense"));
  }

  private static FimForm form(String prompt) {
    String begin = "<｜begin▁of▁sentence｜><｜fim▁begin｜>";
    if (prompt.startsWith(begin + "<｜fim▁hole｜>")) {
      return FimForm.SPM;
    }
    return prompt.startsWith(begin)
        ? FimForm.PSM
        : prompt.contains("<｜fim▁hole｜>") ? FimForm.SWAPPED : FimForm.PREFIX;
  }

  private static CalibrationReport run(ScriptedEngine engine) {
    return new Calibration(engine, HOLES).run(progress -> {}, () -> false);
  }

  @Test
  void theFormThatIsRightMostOftenIsTaken() {
    for (FimForm form : FimForm.values()) {
      assertEquals(form, run(rightIn(form)).best());
    }
  }

  @Test
  void ofEqualsTheUsualOneIsTaken() {
    assertEquals(FimForm.PSM, run(rightIn(FimForm.PSM, FimForm.SPM, FimForm.PREFIX)).best());
    assertEquals(FimForm.PSM, run(rightIn()).best());
  }

  @Test
  void theBestTwoFormsGoOn() {
    CalibrationReport report = run(rightIn(FimForm.SPM));
    List<String> scores =
        report.forms().stream()
            .map(score -> score.form() + " " + score.holes() + " " + score.exactMatch().mean())
            .toList();
    assertEquals(List.of("PSM 24 0.0", "SPM 24 100.0", "SWAPPED 12 0.0", "PREFIX 12 0.0"), scores);
  }

  @Test
  void progressIsToldAndItCanBeCancelled() {
    List<Calibration.Progress> told = new ArrayList<>();
    assertThrows(
        CancellationException.class,
        () -> new Calibration(rightIn(), HOLES).run(told::add, () -> told.size() == 5));
    assertEquals(
        List.of(FimForm.PSM, FimForm.SPM, FimForm.SWAPPED, FimForm.PREFIX, FimForm.PSM),
        told.stream().map(Calibration.Progress::form).toList());
    assertEquals(new Calibration.Progress(FimForm.PSM, 4, 4 * 12 + 2 * 12), told.getLast());
  }

  @Test
  void theHolesThatComeWithTheProgramAreOfSeveralLanguages() {
    List<CalibrationHole> holes = Calibration.holes();
    assertEquals(40, holes.size());
    assertEquals(
        Set.of("java", "javascript", "python", "lua"),
        holes.stream().map(CalibrationHole::language).collect(Collectors.toSet()));
    for (CalibrationHole hole : holes) {
      assertTrue(hole.suffix().isEmpty() || hole.suffix().startsWith("\n"), hole.id());
      assertTrue(!hole.middle().isBlank() && hole.middle().indexOf('\n') < 0, hole.id());
    }
    assertEquals(40, holes.stream().map(CalibrationHole::id).distinct().count());
  }
}
