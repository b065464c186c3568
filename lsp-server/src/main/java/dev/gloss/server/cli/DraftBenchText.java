package dev.gloss.server.cli;

import java.util.Locale;

/// Texts on which drafts are measured: beginnings of Java files that a model goes on with.
enum DraftBenchText {
  /// A class is written a second time, as it was.
  REPEAT {
    @Override
    String prompt() {
      return "// Ledger.java\n" + CLASS + "\n// Copy of Ledger.java\n" + begun(CLASS);
    }
  },

  /// A class is written a second time, with another name for what it is about.
  RENAME {
    @Override
    String prompt() {
      return "// Ledger.java\n"
          + CLASS
          + "\n// Stock.java: Ledger.java with Entry renamed to Item and amount renamed to"
          + " quantity\n"
          + begun(
              CLASS
                  .replace("Ledger", "Stock")
                  .replace("Entry", "Item")
                  .replace("entry", "item")
                  .replace("entries", "items")
                  .replace("Amount", "Quantity")
                  .replace("amount", "quantity"));
    }
  },

  /// Something that the file does not have yet.
  FRESH {
    @Override
    String prompt() {
      return """
      import java.nio.file.Path;
      import java.util.ArrayDeque;
      import java.util.Optional;

      /// A parser of arithmetic expressions with variables, and what they evaluate to.
      public final class Expressions {
        private final String text;
        private int position;

      """;
    }
  };

  private static final int BEGUN_LINES = 12;

  private static final String CLASS =
      """
      import java.time.Instant;
      import java.util.ArrayList;
      import java.util.Comparator;
      import java.util.List;
      import java.util.Optional;

      /// What was entered, in the order of time.
      public final class Ledger {
        private final List<Entry> entries = new ArrayList<>();
        private long total;

        public record Entry(String owner, long amount, Instant time) {}

        public void add(Entry entry) {
          if (entry.amount() == 0) {
            throw new IllegalArgumentException("an entry of nothing: " + entry);
          }
          entries.add(entry);
          entries.sort(Comparator.comparing(Entry::time));
          total += entry.amount();
        }

        public boolean remove(Entry entry) {
          boolean removed = entries.remove(entry);
          if (removed) {
            total -= entry.amount();
          }
          return removed;
        }

        public Optional<Entry> largest() {
          return entries.stream().max(Comparator.comparingLong(Entry::amount));
        }

        public List<Entry> of(String owner) {
          List<Entry> found = new ArrayList<>();
          for (Entry entry : entries) {
            if (entry.owner().equals(owner)) {
              found.add(entry);
            }
          }
          return found;
        }

        public long total() {
          return total;
        }
      }
      """;

  /// What the model reads.
  abstract String prompt();

  /// Its name in results.
  String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String begun(String text) {
    return text.lines().limit(BEGUN_LINES).map(line -> line + "\n").reduce("", String::concat);
  }
}
