package dev.gloss.inference.schedule;

/// What a request's listener is told of an exception.
final class Failure {
  private Failure() {}

  /// One line for a person.
  static String describe(Throwable failure) {
    String message = failure.getMessage();
    String said = message == null ? failure.getClass().getSimpleName() : message;
    return "generation failed: " + said.lines().findFirst().orElse(said);
  }
}
