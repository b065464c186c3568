package dev.gloss.prompts.fim;

import dev.gloss.inference.FimOrder;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known about one model's way to fill in the middle: its tokens, the forms it can be asked
/// in, and which of them is the usual one.
///
/// The tokens are those that the model's own files name; where they name none, those of the family
/// whose tokens the vocabulary has. A model without either goes on with the prefix alone.
/// Immutable.
public final class FillInTheMiddle {
  private final Tokenizer tokenizer;
  private final @Nullable FimFamily family;
  private final @Nullable FimMarks marks;
  private final FimForm usual;
  private final Set<Integer> ends;

  private FillInTheMiddle(
      Tokenizer tokenizer,
      @Nullable FimFamily family,
      @Nullable FimMarks marks,
      FimForm usual,
      Set<Integer> ends) {
    this.tokenizer = tokenizer;
    this.family = family;
    this.marks = marks;
    this.usual = usual;
    this.ends = ends;
  }

  /// Looks for the model's tokens.
  ///
  /// @param hints what its own files say
  public static FillInTheMiddle of(Tokenizer tokenizer, PromptHints hints) {
    FimFamily family = FimFamily.of(tokenizer).orElse(null);
    FimMarks named = marks(hints, tokenizer.vocabularySize());
    FimMarks marks = named != null ? named : family != null ? FimMarks.of(family) : null;
    return new FillInTheMiddle(
        tokenizer, family, marks, usual(family, marks, hints), ends(tokenizer, family, named));
  }

  /// The family whose tokens the vocabulary has.
  public Optional<String> family() {
    return Optional.ofNullable(family).map(FimFamily::name);
  }

  /// Whether the model has tokens to mark a hole with; without them it does not see what stands
  /// behind the cursor.
  public boolean isMarked() {
    return marks != null;
  }

  /// The form to ask in where nobody wishes for another.
  public FimForm usual() {
    return usual;
  }

  /// All forms the model can be asked in.
  public List<FimForm> forms() {
    return Arrays.stream(FimForm.values()).filter(this::knows).toList();
  }

  /// All of it in one line, for a person.
  public String description() {
    return description(null);
  }

  /// The same where another form may be wished for.
  public String description(@Nullable FimForm form) {
    if (marks == null) {
      return "no fill-in-the-middle tokens: completes from what stands before the cursor alone";
    }
    String whose =
        family == null ? "tokens named by the model's file" : family.name() + "'s tokens";
    return whose + ", " + layout(form).form().description();
  }

  /// The layout in a form; in the usual one where that is not given or the model has not the tokens
  /// for it.
  public FimLayout layout(@Nullable FimForm form) {
    FimForm taken = form != null && knows(form) ? form : usual;
    return new FimLayout(taken, marks, tokenizer);
  }

  /// Tokens that end what is written into a hole.
  public Set<Integer> ends() {
    return ends;
  }

  private boolean knows(FimForm form) {
    if (form == FimForm.PREFIX) {
      return true;
    }
    return marks != null && (marks.middle() != null || form == FimForm.SWAPPED);
  }

  private static @Nullable FimMarks marks(PromptHints hints, int vocabularySize) {
    Integer prefix = hints.fimPrefixId();
    Integer suffix = hints.fimSuffixId();
    Integer middle = hints.fimMiddleId();
    if (prefix == null || suffix == null || middle == null) {
      return null;
    }
    boolean known =
        Stream.of(prefix, suffix, middle).allMatch(id -> id >= 0 && id < vocabularySize);
    return known ? FimMarks.of(prefix, suffix, middle) : null;
  }

  private static FimForm usual(
      @Nullable FimFamily family, @Nullable FimMarks marks, PromptHints hints) {
    if (marks == null) {
      return FimForm.PREFIX;
    }
    FimOrder order = hints.fimOrder();
    if (order != null && marks.middle() != null) {
      return order == FimOrder.SPM ? FimForm.SPM : FimForm.PSM;
    }
    return family == null ? FimForm.PSM : family.usual();
  }

  private static Set<Integer> ends(
      Tokenizer tokenizer, @Nullable FimFamily family, @Nullable FimMarks named) {
    Set<Integer> ends = new HashSet<>();
    tokenizer.eosId().ifPresent(ends::add);
    if (named != null) {
      ends.addAll(named.ids());
    }
    if (family != null) {
      for (String end : family.allEnds()) {
        tokenizer.specialId(end).ifPresent(ends::add);
      }
    }
    return Set.copyOf(ends);
  }
}
