package dev.gloss.prompts.chat.jinja;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A parsed template.
///
/// Known are: `if`, `for` with `else`, condition, `break` and `continue`, `set` (also of blocks),
/// `with`, `macro`, `call`, `filter`, `raw`, comments, white space control; expressions with
/// filters, tests, slices, methods and both of Python's string formats; `namespace`, `range`,
/// `dict`, `raise_exception`, `strftime_now`. Refused when parsing: tags that Jinja has not.
/// Refused where they are reached: unknown filters and tests, all that loads other templates, what
/// Python's sandbox refuses too, and whatever costs more than the limits.
///
/// Immutable; safe for use by several threads.
public final class JinjaTemplate {
  private final List<Statement> body;
  private final TemplateLimits limits;
  private final Supplier<LocalDateTime> now;

  private JinjaTemplate(List<Statement> body, TemplateLimits limits, Supplier<LocalDateTime> now) {
    this.body = body;
    this.limits = limits;
    this.now = now;
  }

  /// Parses a template.
  ///
  /// @throws TemplateException if it cannot be parsed
  public static JinjaTemplate parse(String source) {
    return parse(source, TemplateLimits.DEFAULT, LocalDateTime::now);
  }

  /// Parses a template.
  ///
  /// @param now what `strftime_now` shows
  /// @throws TemplateException if it cannot be parsed
  public static JinjaTemplate parse(
      String source, TemplateLimits limits, Supplier<LocalDateTime> now) {
    if (source.length() > limits.outputChars()) {
      throw new TemplateException(0, "template is longer than " + limits.outputChars());
    }
    return new JinjaTemplate(guarded(() -> Parser.parse(source)), limits, now);
  }

  /// Renders the template.
  ///
  /// @param trusted variables whose strings count as the template's own
  /// @param data variables whose strings are data; they come before trusted ones of the same name.
  ///   Values are strings, [MarkedText], numbers, booleans, lists and maps
  /// @throws TemplateException if the template fails or exceeds its limits
  public MarkedText render(Map<String, ?> trusted, Map<String, ?> data) {
    Budget budget = new Budget(limits);
    Scope scope = new Scope(Globals.scope(budget, now));
    trusted.forEach((name, value) -> scope.set(name, Values.of(value, false)));
    data.forEach((name, value) -> scope.set(name, Values.of(value, true)));
    return guarded(() -> new Renderer(budget).render(body, scope));
  }

  /// Whatever the interpreter of a foreign program trips over is a failure of that program alone.
  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (TemplateException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new TemplateException(0, "template cannot be interpreted: " + e);
    }
  }
}
