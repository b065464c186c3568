package dev.gloss.server.workspace;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Files that by their names hold secrets.
final class SecretFiles {
  private static final IgnoreFile NAMES =
      IgnoreFile.parse(
          """
          .env
          .env.*
          .env-*
          .env_*
          *.env
          .envrc
          !.env.example
          !.env.sample
          !.env.template
          *.pem
          *.key
          *.p8
          *.p12
          *.pfx
          *.pkcs12
          *.ppk
          *.jks
          *.jceks
          *.bks
          *.keystore
          *.kdbx
          id_rsa
          id_dsa
          id_ecdsa
          id_ecdsa_sk
          id_ed25519
          id_ed25519_sk
          .netrc
          _netrc
          .pgpass
          .my.cnf
          .pypirc
          .npmrc
          .yarnrc
          .htpasswd
          .git-credentials
          .dockercfg
          .s3cfg
          .vault-token
          .aws/credentials
          .cargo/credentials
          .cargo/credentials.toml
          .gem/credentials
          .docker/config.json
          .kube/config
          gh/hosts.yml
          """);

  /// What Windows leaves out at the end of a name, its streams, and what editors add to copies.
  private static final Pattern ENDING =
      Pattern.compile("(?:~|\\.(?:bak|old|orig|save|swp|tmp)|:[\\w$:]{0,40}|[. ])$");

  private SecretFiles() {}

  /// Whether the path names such a file, in whatever case: some file systems know none.
  ///
  /// @param path its segments
  static boolean contain(List<String> path) {
    if (path.isEmpty()) {
      return false;
    }
    String folder = path.size() < 2 ? "" : path.get(path.size() - 2);
    String name = path.getLast();
    int archive = name.lastIndexOf("::");
    return holds(folder, name) || archive >= 0 && holds(folder, name.substring(archive + 2));
  }

  private static boolean holds(String folder, String fullName) {
    String name = fullName;
    for (int i = 0; i < 4; i++) {
      String path = PathBytes.of((folder + "/" + name).toLowerCase(Locale.ROOT));
      if (NAMES.verdict(path, false).orElse(false)) {
        return true;
      }
      name = ENDING.matcher(name).replaceFirst("");
    }
    return false;
  }
}
