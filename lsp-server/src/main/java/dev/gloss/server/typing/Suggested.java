package dev.gloss.server.typing;

/// A distinct text at its first display.
///
/// @param agreement with what stood there
/// @param repeats whether it repeats itself or what stands around it
/// @param parse what the parser says once it is taken
record Suggested(Agreement agreement, boolean repeats, ParseAtPlace.Verdict parse) {

  /// A text that stands there as far as it goes neither repeats nor breaks anything: that is how
  /// the file was written, and one types on.
  static Suggested of(Moment moment, ParseAtPlace parser) {
    Agreement agreement = Agreement.of(moment);
    boolean oneLine = moment.shown().strip().indexOf('\n') < 0;
    boolean stoodThere =
        agreement.isRight() && (oneLine || agreement.keptChars() == agreement.chars());
    return stoodThere
        ? new Suggested(agreement, false, ParseAtPlace.Verdict.FINE)
        : new Suggested(agreement, Repetition.is(moment), parser.of(moment));
  }

  boolean breaksParse() {
    return parse == ParseAtPlace.Verdict.BROKEN || parse == ParseAtPlace.Verdict.UNFINISHED;
  }
}
