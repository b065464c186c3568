package dev.gloss.server.lsp;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// The page on which a person sees what the model thinks. Someone else serves it.
public interface Panel {

  /// Where the page is, if it is being served already.
  Optional<URI> url();

  /// Serves the page if it is not served yet; may take a while.
  ///
  /// @return where it is
  /// @throws IOException if it cannot be served; the message says why
  URI open() throws IOException;

  /// For a server without a page.
  Panel NONE =
      new Panel() {
        @Override
        public Optional<URI> url() {
          return Optional.empty();
        }

        @Override
        public URI open() throws IOException {
          throw new IOException("this server has no panel");
        }
      };
}
