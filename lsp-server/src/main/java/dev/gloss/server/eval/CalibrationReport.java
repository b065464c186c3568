package dev.gloss.server.eval;

import dev.gloss.prompts.fim.FimForm;
import java.util.List;

/// Which form of the prompt suits a model best.
///
/// @param best the form to ask in
/// @param usual the one that it was asked in so far
/// @param forms how each did, the usual one first
/// @param gate how true it is what is foretold of texts in the best form
public record CalibrationReport(FimForm best, FimForm usual, List<Score> forms, GateFit gate) {

  /// Copies the list.
  public CalibrationReport {
    forms = List.copyOf(forms);
  }

  /// How one form did.
  ///
  /// @param form the form
  /// @param holes how many were filled; fewer than there are where the form was given up
  /// @param exactMatch share of them, in percent, that were filled with what stood there
  /// @param editSimilarity mean of [EditSimilarity], in percent
  public record Score(FimForm form, int holes, Interval exactMatch, Interval editSimilarity) {}
}
