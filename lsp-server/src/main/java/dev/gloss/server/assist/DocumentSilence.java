package dev.gloss.server.assist;

import dev.gloss.inference.ModelInfo;
import dev.gloss.server.config.Languages;
import dev.gloss.server.context.UnwrittenFiles;
import java.util.List;
import java.util.Optional;

/// Documents that are left alone whoever asks: in languages that the model does not know, and files
/// that nobody writes.
public final class DocumentSilence {
  private DocumentSilence() {}

  /// Why a document is not completed; empty if it is.
  ///
  /// @param languages what is switched on and off
  /// @param model who would be asked
  public static Optional<Silence> of(CompletionQuery query, Languages languages, ModelInfo model) {
    return ofLanguage(query.languageId(), languages, model)
        .or(
            () ->
                UnwrittenFiles.kind(query.uri(), query.text(), query.cursor())
                    .map(Silence::unwritten));
  }

  /// Why nothing is said in a language; empty if the model is asked in it.
  public static Optional<Silence> ofLanguage(
      String languageId, Languages languages, ModelInfo model) {
    List<String> known = model.hints().languages();
    return languages.allow(languageId, known)
        ? Optional.empty()
        : Optional.of(Silence.language(model.name(), known, languageId));
  }
}
