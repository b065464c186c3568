package dev.gloss.server.lsp;

import java.io.IOException;
import java.net.URI;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.ShowDocumentParams;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/// Opens the panel in the person's browser, through the editor where it can, else by naming its
/// address.
final class PanelOpener {
  private final Session session;

  PanelOpener(Session session) {
    this.session = session;
  }

  /// Opens the panel.
  ///
  /// @return its address
  String open() {
    try {
      return present(session.services().panel().open());
    } catch (IOException e) {
      throw LspErrors.error(
          ResponseErrorCode.RequestFailed, "the panel cannot be opened: " + e.getMessage());
    }
  }

  /// Opens the panel beside something more important: a failure is a line in the log.
  void show() {
    try {
      present(session.services().panel().open());
    } catch (IOException e) {
      session.log(MessageType.Warning, "The panel cannot be opened: " + e.getMessage());
    }
  }

  private String present(URI url) {
    if (session.profile().showsDocuments()) {
      ShowDocumentParams params = new ShowDocumentParams(url.toString());
      params.setExternal(true);
      params.setTakeFocus(true);
      session
          .client()
          .showDocument(params)
          .whenComplete(
              (result, failure) -> {
                if (failure != null || result == null || !result.isSuccess()) {
                  name(url);
                }
              });
    } else {
      name(url);
    }
    return url.toString();
  }

  private void name(URI url) {
    session
        .client()
        .showMessage(new MessageParams(MessageType.Info, "The Gloss panel is at " + url));
  }
}
