package dev.gloss.server.secrets;

import dev.gloss.server.secrets.TokenForm.Reach;
import dev.gloss.server.secrets.TokenForm.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Access tokens that are known by their form.
final class TokenFinder implements SecretFinder.InLines {
  /// The forms by the first two characters of their anchors; the second may be any behind an anchor
  /// of one.
  private static final List<List<Numbered>> BY_START = byStart();

  private static final int FORMS = TokenForms.ALL.size();

  private record Numbered(TokenForm form, int number) {}

  private static List<List<Numbered>> byStart() {
    List<List<Numbered>> table = new ArrayList<>();
    for (int i = 0; i < 128 * 128; i++) {
      table.add(List.of());
    }
    for (int i = 0; i < TokenForms.ALL.size(); i++) {
      TokenForm form = TokenForms.ALL.get(i);
      String anchor = form.anchor();
      boolean any = anchor.length() == 1;
      for (int second = any ? 0 : anchor.charAt(1); second < 128; second++) {
        int slot = slot(anchor.charAt(0), (char) second);
        List<Numbered> more = new ArrayList<>(table.get(slot));
        more.add(new Numbered(form, i));
        table.set(slot, List.copyOf(more));
        if (!any) {
          break;
        }
      }
    }
    return table;
  }

  private static int slot(char first, char second) {
    return first << 7 | second;
  }

  @Override
  public void find(String text, int from, int to, Cover cover) {
    Reach[] @Nullable [] reaches = new Reach[FORMS][];
    for (int i = from; i < to && i + 1 < text.length(); i++) {
      char first = text.charAt(i);
      char second = text.charAt(i + 1);
      if (first >= 128 || second >= 128) {
        continue;
      }
      Token longest = null;
      for (Numbered candidate : BY_START.get(slot(first, second))) {
        if (text.startsWith(candidate.form.anchor(), i)) {
          Token token = candidate.form.at(text, i, reaches(reaches, candidate));
          longest =
              token != null && (longest == null || token.end() > longest.end()) ? token : longest;
        }
      }
      if (longest != null) {
        cover.hide(longest.start(), longest.end());
        i = longest.end() - 1;
      }
    }
  }

  private static Reach[] reaches(Reach[] @Nullable [] known, Numbered form) {
    Reach[] own = known[form.number];
    if (own == null) {
      own = new Reach[form.form.unlimited()];
      for (int i = 0; i < own.length; i++) {
        own[i] = new Reach();
      }
      known[form.number] = own;
    }
    return own;
  }
}
