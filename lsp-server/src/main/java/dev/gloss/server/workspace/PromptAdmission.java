package dev.gloss.server.workspace;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Decides which documents may enter a prompt: not those that `.gitignore` or `.aiignore` keep out,
/// and none that by its name holds secrets.
///
/// Safe for use by many threads; reads ignore files, so it is not for a thread that must not wait.
public final class PromptAdmission {
  private static final IgnoreFile SECRET_FILES =
      IgnoreFile.parse(
          """
          .env
          .env.*
          !.env.example
          !.env.sample
          !.env.template
          *.pem
          *.key
          *.p12
          *.pfx
          *.jks
          *.keystore
          *.kdbx
          id_rsa
          id_dsa
          id_ecdsa
          id_ed25519
          .netrc
          _netrc
          .pgpass
          .pypirc
          .npmrc
          .htpasswd
          .git-credentials
          .aws/credentials
          .docker/config.json
          """
              .lines()
              .toList());

  private final IgnoreRules gitignore = new IgnoreRules(".gitignore");
  private final IgnoreRules aiignore = new IgnoreRules(".aiignore");

  /// Why the document may not enter a prompt, as a phrase for a log line; empty when it may.
  ///
  /// @param uri as the editor names it; what is not a file on this machine is let in
  /// @param roots the workspace folders
  /// @param respectGitignore whether `.gitignore` counts as well
  public Optional<String> refusal(String uri, List<Path> roots, boolean respectGitignore) {
    Optional<Path> file = path(uri);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path path = file.get();
    if (isSecret(path)) {
      return Optional.of("its name says that it holds secrets");
    }
    Path root = roots.stream().filter(path::startsWith).findFirst().orElse(null);
    try {
      if (aiignore.ignores(path, root)) {
        return Optional.of(".aiignore names it");
      }
      if (respectGitignore && gitignore.ignores(path, root)) {
        return Optional.of(".gitignore names it");
      }
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// The file a URI names; empty for other schemes and what is no URI.
  public static Optional<Path> path(String uri) {
    try {
      URI parsed = URI.create(uri);
      if (!"file".equalsIgnoreCase(parsed.getScheme())) {
        return Optional.empty();
      }
      Path path = Path.of(parsed).toAbsolutePath().normalize();
      return path.getParent() == null ? Optional.empty() : Optional.of(path);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean isSecret(Path path) {
    String name = String.valueOf(path.getFileName());
    Path parent = path.getParent();
    String folder = parent == null ? "" : String.valueOf(parent.getFileName());
    return SECRET_FILES.verdict(List.of(folder, name), false).orElse(false);
  }
}
