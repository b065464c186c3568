package dev.gloss.server.context;

import dev.gloss.prompts.completion.BracketMarks;
import dev.gloss.prompts.completion.BracketScan;
import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.server.secrets.SecretSpots;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;

/// What has to be known of all of a document before a part of it enters a prompt, found out anew
/// after an edit only where the edit makes a difference.
public final class DocumentReading {
  private static final Analysis<SecretSpots> SECRETS =
      new Analysis<>(
          document -> SecretSpots.of(document.text()),
          (before, change, document) ->
              before.after(document.text(), change.from(), change.oldTo(), change.newTo()));

  private static final Analysis<String> COVERED =
      new Analysis<>(document -> document.analysis(SECRETS).covered(document.text()));

  private static final Analysis<BracketMarks> BRACKETS =
      new Analysis<>(
          document -> new BracketMarks(Lexicon.of(document.languageId())),
          (before, change, document) -> before.upTo(change.from()));

  private DocumentReading() {}

  /// The document with its secrets covered.
  public static String covered(Document document) {
    return document.analysis(COVERED);
  }

  /// The brackets before a place.
  ///
  /// @param cursor the place, in chars
  public static BracketScan before(Document document, int cursor) {
    return document.analysis(BRACKETS).before(document.text().substring(0, cursor));
  }
}
