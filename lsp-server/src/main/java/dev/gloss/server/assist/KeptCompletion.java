package dev.gloss.server.assist;

import dev.gloss.server.config.Settings;
import java.util.Optional;

/// An answer with what it answers.
///
/// @param query what was asked
/// @param settings that held
/// @param completion the answer
record KeptCompletion(CompletionQuery query, Settings settings, Completion completion) {

  /// Characters that it keeps: of the document, and of its parts where they may be looked at again.
  long characters() {
    int document = query.text().length();
    return completion.again() == null ? document : 3L * document;
  }

  /// What this says about a request: the rest of its text where the text's beginning was typed
  /// since and nothing else has changed; the same answer where nothing has; else nothing.
  Optional<Completion> along(CompletionQuery later, Settings wish) {
    boolean isAlike =
        later.uri().equals(query.uri())
            && later.languageId().equals(query.languageId())
            && wish.equals(settings);
    int after = later.text().length() - later.cursor();
    boolean isThere =
        isAlike
            && later.cursor() >= query.cursor()
            && query.text().length() - query.cursor() == after
            && later.text().regionMatches(0, query.text(), 0, query.cursor())
            && later.text().regionMatches(later.cursor(), query.text(), query.cursor(), after);
    if (!isThere) {
      return Optional.empty();
    }
    String typed = later.text().substring(query.cursor(), later.cursor()).replace("\r\n", "\n");
    if (completion.isShown()) {
      return rest(typed);
    }
    return typed.isEmpty() || later.explicit()
        ? same(typed, later.explicit())
        : heldBack(typed, later);
  }

  private Optional<Completion> rest(String typed) {
    String text = completion.text();
    boolean isOn = text.startsWith(typed) && !text.substring(typed.length()).isBlank();
    return isOn ? Optional.of(completion.from(typed.length())) : Optional.empty();
  }

  /// Typing along a text that was held back makes it surer, and mends no other fault of it.
  private Optional<Completion> heldBack(String typed, CompletionQuery later) {
    Optional<Completion> rest = rest(typed);
    Completion.Again again = completion.again();
    if (rest.isEmpty() || again == null) {
      return Optional.empty();
    }
    return completion.isUnsure() ? again.judge(later, typed.length()) : rest;
  }

  /// Who asks for it may be shown what who types is not.
  private Optional<Completion> same(String typed, boolean explicit) {
    boolean isSame = typed.isEmpty() && (query.explicit() || !explicit);
    return isSame ? Optional.of(completion) : Optional.empty();
  }
}
