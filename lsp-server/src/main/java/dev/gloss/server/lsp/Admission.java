package dev.gloss.server.lsp;

import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Which documents of an editor may enter a prompt. Safe for use by many threads; reads ignore
/// files, so it is not for the thread that reads messages.
final class Admission {
  private final PromptAdmission rules = new PromptAdmission();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile List<Path> roots = List.of();

  /// The workspace folders.
  List<Path> roots() {
    return roots;
  }

  void roots(List<Path> folders) {
    roots = List.copyOf(folders);
  }

  /// Whether the document may enter a prompt.
  ///
  /// @param respectGitignore whether `.gitignore` counts as well
  /// @param log is told why not, once for each document
  boolean admits(Document document, boolean respectGitignore, Consumer<String> log) {
    Optional<String> refusal = rules.refusal(document.uri(), roots, respectGitignore);
    refusal.ifPresent(
        reason -> {
          if (refused.add(document.uri())) {
            log.accept("Gloss leaves " + document.uri() + " alone: " + reason);
          }
        });
    return refusal.isEmpty();
  }

  /// Whether a file of the workspace may.
  boolean admits(Path file, boolean respectGitignore) {
    return rules.refusal(file, roots, respectGitignore).isEmpty();
  }
}
