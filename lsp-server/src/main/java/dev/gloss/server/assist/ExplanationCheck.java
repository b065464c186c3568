package dev.gloss.server.assist;

import dev.gloss.server.symbols.MethodFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/// Looks for what cannot be right in what a model says about code: names that are not there, what
/// contradicts a fact, repetition. What passes may still be wrong.
final class ExplanationCheck {
  private static final Pattern MARKED = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  /// A name by its form, in the middle of prose.
  private static final Pattern NAME =
      Pattern.compile(
          "\\b(?:[a-z]+\\d*[A-Z]\\w*|[A-Z][a-z0-9]+[A-Z]\\w*|\\w+_\\w+|\\w+(?=\\(\\)))");

  private static final Pattern COUNT =
      Pattern.compile(
          "\\b(no|zero|one|two|three|four|five|six|\\d{1,2}) (?:\\w+"
              + " )?(?:parameter|argument)s?\\b");

  private static final Pattern RETURNS = Pattern.compile("\\breturn(?:s|ing)?\\b(?! early)");
  private static final Pattern THROWS = Pattern.compile("\\b(?:throw|raise)(?:s|ing)?\\b");
  private static final Pattern RECURSIVE = Pattern.compile("\\b(?:recursi\\w+|calls itself)\\b");
  private static final Pattern NOT =
      Pattern.compile("\\b(?:not|no|nothing|never|without|void|n't)\\b|n't\\b");

  private static final List<String> NUMBERS =
      List.of("zero", "one", "two", "three", "four", "five", "six");

  private static final int LOOP_WORDS = 4;
  private static final int LOOP_TIMES = 3;

  private final Set<String> words = new HashSet<>();
  private final String code;
  private final @Nullable MethodFacts facts;

  /// @param query what was asked about
  /// @param code of it, as the model read it
  ExplanationCheck(ExplainQuery query, String code) {
    this.code = code;
    this.facts = query.facts();
    addWords(code);
    query.calls().forEach(this::addWords);
    addWords(query.symbol() == null ? "" : query.symbol());
    addWords(query.uri().substring(query.uri().lastIndexOf('/') + 1));
  }

  private void addWords(String text) {
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
  }

  /// What is wrong with an answer, as a phrase; empty where nothing was found.
  Optional<String> objection(String answer) {
    return unknownName(answer).or(() -> contradiction(answer)).or(() -> repetition(answer));
  }

  private Optional<String> unknownName(String answer) {
    Matcher marked = MARKED.matcher(answer);
    while (marked.find()) {
      Matcher word = WORD.matcher(marked.group(1).replaceAll("\"[^\"]*\"", ""));
      while (word.find()) {
        if (!isKnown(word.group())) {
          return Optional.of("it names `" + word.group() + "`, which is not there");
        }
      }
    }
    return NAME.matcher(MARKED.matcher(answer).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .filter(name -> !isKnown(name))
        .findFirst()
        .map(name -> "it names " + name + ", which is not there");
  }

  private boolean isKnown(String name) {
    return words.contains(name.toLowerCase(Locale.ROOT)) || SourceVersion.isKeyword(name);
  }

  private Optional<String> contradiction(String answer) {
    MethodFacts known = facts;
    if (known == null) {
      return Optional.empty();
    }
    String text = answer.toLowerCase(Locale.ROOT);
    if (known.returns() == null && says(text, RETURNS)) {
      return Optional.of("it says that something is returned, and nothing is");
    }
    boolean mayThrow =
        !known.declares().isEmpty() || !known.raises().isEmpty() || words.contains("throw");
    if (!mayThrow && known.hasBody() && says(text, THROWS)) {
      return Optional.of("it says that something is thrown, and nothing is");
    }
    if (!known.recursive() && says(text, RECURSIVE) && !mayCallItself()) {
      return Optional.of("it speaks of recursion, and there is none");
    }
    Matcher count = COUNT.matcher(text);
    while (count.find()) {
      if (number(count.group(1)) != known.parameters().size()) {
        return Optional.of(
            "it says '" + count.group() + "', and there are " + known.parameters().size());
      }
    }
    return Optional.empty();
  }

  /// Whether a sentence says so, and not that it is not so.
  private static boolean says(String text, Pattern what) {
    for (String clause : text.split("[.;,]")) {
      if (what.matcher(clause).find() && !NOT.matcher(clause).find()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a name is called twice as often as it is declared: facts are silent where it is not
  /// sure who calls whom.
  private boolean mayCallItself() {
    Matcher declared = Pattern.compile("(\\w+)\\s*\\(").matcher(code);
    if (!declared.find()) {
      return false;
    }
    String name = declared.group(1);
    while (declared.find()) {
      if (declared.group(1).equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static int number(String word) {
    if (word.equals("no")) {
      return 0;
    }
    int spelled = NUMBERS.indexOf(word);
    return spelled >= 0 ? spelled : Integer.parseInt(word);
  }

  private static Optional<String> repetition(String answer) {
    List<String> said =
        WORD.matcher(answer.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
    Map<List<String>, Integer> runs = new HashMap<>();
    for (int i = 0; i + LOOP_WORDS <= said.size(); i++) {
      if (runs.merge(said.subList(i, i + LOOP_WORDS), 1, Integer::sum) >= LOOP_TIMES) {
        return Optional.of("it repeats itself");
      }
    }
    for (int i = 0; i + 2 < said.size(); i++) {
      if (said.get(i).equals(said.get(i + 1)) && said.get(i).equals(said.get(i + 2))) {
        return Optional.of("it repeats itself");
      }
    }
    Set<String> sentences = new HashSet<>();
    for (String sentence : answer.split("[.!?]\\s+|\\n")) {
      String plain = sentence.strip().replaceAll("[.!?]$", "").toLowerCase(Locale.ROOT);
      if (!plain.isEmpty() && !sentences.add(plain)) {
        return Optional.of("it repeats itself");
      }
    }
    return Optional.empty();
  }
}
