package dev.gloss.inference.schedule;

/// What a request's listener is told of an exception.
final class Failure {
  /// What the virtual machine says of memory that is mapped to a file and has no file behind it.
  private static final String MAPPED_FAULT = "unsafe memory access";

  private Failure() {}

  /// One line for a person.
  static String describe(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof InternalError && message != null && message.contains(MAPPED_FAULT)) {
      return "generation failed: the model's file was cut short or cannot be read any more";
    }
    String said = message == null ? failure.getClass().getSimpleName() : message;
    return "generation failed: " + said.lines().findFirst().orElse(said);
  }
}
