package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Lexicon;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionContext;
import org.eclipse.lsp4j.CompletionTriggerKind;

/// Asks for the editor's own list when editors do: at the start of a word, at a dot, and at every
/// key of a word whose list was said to be incomplete.
///
/// Used by one thread.
final class PopupList {
  private final ReplayEditor editor;
  private final String uri;
  private volatile boolean incomplete;
  private boolean inWord;

  PopupList(ReplayEditor editor, String uri) {
    this.editor = editor;
    this.uri = uri;
  }

  /// Asks if an editor would.
  ///
  /// @param key that was typed last
  /// @return completes when the answer is there, or at once
  CompletableFuture<Boolean> ask(String key, Screen screen) {
    boolean part = !key.isEmpty() && Lexicon.isNamePart(key.charAt(0));
    boolean begins = part && !inWord;
    inWord = part;
    CompletionContext context;
    if (key.equals(".")) {
      context = new CompletionContext(CompletionTriggerKind.TriggerCharacter, key);
    } else if (part && incomplete) {
      context = new CompletionContext(CompletionTriggerKind.TriggerForIncompleteCompletions);
    } else if (begins) {
      context = new CompletionContext(CompletionTriggerKind.Invoked);
    } else {
      incomplete = false;
      return CompletableFuture.completedFuture(false);
    }
    return editor
        .list(uri, screen.cursor(), context)
        .handle(
            (answer, failure) -> {
              incomplete = answer != null && answer.isRight() && answer.getRight().isIncomplete();
              return true;
            });
  }
}
