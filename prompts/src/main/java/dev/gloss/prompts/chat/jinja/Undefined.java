package dev.gloss.prompts.chat.jinja;

/// A value that is not there: prints as nothing, is false and empty, and everything else done with
/// it is an error.
///
/// @param what for messages: `'x' is undefined`
record Undefined(String what) {
  static Undefined name(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  static Undefined member(Object of, String name) {
    return new Undefined("'" + Values.typeName(of) + "' has no attribute '" + name + "'");
  }

  TemplateException error() {
    return new TemplateException(0, what);
  }
}
