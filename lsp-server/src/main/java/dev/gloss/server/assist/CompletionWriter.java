package dev.gloss.server.assist;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.prompts.completion.CompletionMode;
import dev.gloss.prompts.completion.CompletionReading;
import dev.gloss.prompts.completion.CompletionSite;
import dev.gloss.prompts.completion.CompletionTrimmer;
import dev.gloss.prompts.completion.CursorPlace;
import dev.gloss.prompts.completion.Flaw;
import dev.gloss.prompts.completion.StopCondition;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.gate.FeatureReader;
import dev.gloss.prompts.gate.Features;
import dev.gloss.prompts.gate.TokenTrail;
import dev.gloss.prompts.packing.Quotation;
import dev.gloss.server.config.Settings;
import dev.gloss.server.context.CursorText;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceQuotation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// One completion under way: packs the document, asks the engine, stops when a line or a block is
/// complete, trims, and judges what came of it.
///
/// Used once, by one thread.
final class CompletionWriter {
  /// Enough to tell how probable a token is once its beginning is typed.
  private static final int ALTERNATIVES = 12;

  /// How much of a document around a place its features are read from, with some to spare.
  private static final int AROUND = 20_000;

  private final CompletionModel model;
  private final CompletionQuery query;
  private final CursorText cursor;
  private final Wish wish;
  private final RequestTrace trace;
  private final CompletionReading reading;
  private final CompletionTrimmer trimmer;
  private final StopCondition stop;
  private final TokenTrail trail = new TokenTrail();
  private final Consumer<String> soFar;
  private final long patienceNanos;
  private final long beginNanos = System.nanoTime();
  private final FimLayout layout;
  private final ReadingBudget.Choice choice;
  private final GenerationRequest request;
  private String opening = "";
  private int tokens;
  private boolean late;
  private List<Features> features = List.of();

  /// How the engine is asked.
  ///
  /// @param priority who goes first
  /// @param speculation who drafts
  /// @param patience how long somebody who types waits for more than the lines that are finished
  record Manner(Priority priority, Speculation speculation, Duration patience) {
    private static final Duration ANY = Duration.ofDays(1);

    /// Whoever waits for all of it.
    Manner(Priority priority, Speculation speculation) {
      this(priority, speculation, ANY);
    }
  }

  /// What is wanted.
  ///
  /// @param settings how much, and how sure it must be that it is kept
  /// @param something there is to be a text, also where the model would rather leave the line as it
  ///   is
  /// @param automatic for somebody who only types, and is shown only what is worth it
  /// @param whole also of that all that was written, however unsure its end is
  /// @param hurried no more of the document is read than takes a moment
  /// @param shift what else is known of how often texts are kept, in log-odds
  /// @param alternatives tokens that the trace lists beside each
  record Wish(
      Settings.Completion settings,
      boolean something,
      boolean automatic,
      boolean whole,
      boolean hurried,
      double shift,
      int alternatives) {}

  /// @param query where
  /// @param reading of the document that the cursor's text is
  /// @param soFar is told what was written, each time it has grown
  CompletionWriter(
      CompletionModel model,
      CompletionQuery query,
      CompletionReading reading,
      CursorText cursor,
      Wish wish,
      Manner manner,
      Consumer<String> soFar,
      RequestTrace trace) {
    this.soFar = soFar;
    this.patienceNanos = wish.automatic() ? manner.patience().toNanos() : Manner.ANY.toNanos();
    this.model = model;
    this.query = query;
    this.cursor = cursor;
    this.wish = wish;
    this.trace = trace;
    this.reading = reading;
    this.layout = model.layout(wish.settings().fim());
    this.choice = choose();
    this.request = request(manner);
    this.trimmer = new CompletionTrimmer(reading, mode(), !opening.isEmpty());
    this.stop = trimmer.stopCondition();
  }

  private CompletionMode mode() {
    return mode(wish.settings(), reading);
  }

  /// How much may be written at a place.
  static CompletionMode mode(Settings.Completion settings, CompletionReading reading) {
    return switch (settings.multiline()) {
      case AUTO -> reading.mode();
      case LINE -> CompletionMode.LINE;
      case BLOCK -> CompletionMode.BLOCK;
    };
  }

  private int maxTokens() {
    int context = model.engine().model().contextLength();
    return Math.max(1, Math.min(wish.settings().maxTokens(), context / 4));
  }

  /// What is read.
  private ReadingBudget.Choice choose() {
    double speed = wish.hurried() ? model.engine().load().readTokensPerSecond() : 0;
    if (ReadingBudget.bearable(speed) >= mostTokens()) {
      // Nobody waits for long, whatever is found.
      var unused = query.others().look(query);
    }
    ReadingBudget.Choice chosen =
        model.budget().choose(mostTokens(), speed, layout, model.packer(), place());
    query.others().quoted(query.uri(), chosen.cut().others());
    return chosen;
  }

  private int mostTokens() {
    int context = model.engine().model().contextLength();
    int room = context - maxTokens() - layout.overheadTokens();
    return Math.min(wish.settings().promptTokens(), room);
  }

  private ReadingBudget.Place place() {
    // What the model does not get to see takes no room from what it does.
    String document =
        layout.form().readsSuffix() ? cursor.text() : cursor.text().substring(0, cursor.cursor());
    return new ReadingBudget.Place(document, cursor.cursor(), query.others().choices(query.uri()));
  }

  private GenerationRequest request(Manner manner) {
    opening = layout.opening(choice.cut().prefix());
    boolean startsInLine = wish.something() && reading.site().lineSuffix().isBlank();
    return GenerationRequest.of(prompt(choice.cut()), maxTokens())
        .withPriority(manner.priority())
        .withSpeculation(manner.speculation())
        .withNgramWeight(model.ngramWeight())
        .withOpening(opening)
        .withStartsInLine(startsInLine)
        .withAlternatives(ALTERNATIVES);
  }

  private Prompt prompt(ReadingBudget.Cut cut) {
    return layout.prompt(cut.prefix(), cut.window().suffix());
  }

  /// The prompt of all that may be read, with what helps most of other files, if it was not read;
  /// looks for that, and is for when nobody waits. Any thread may ask once it has written.
  Optional<Prompt> unread() {
    var unused = query.others().look(query);
    ReadingBudget.Cut lasting =
        model.budget().lasting(mostTokens(), layout, model.packer(), place());
    Prompt whole = prompt(lasting);
    return choice.cut().covers(lasting) || model.budget().isRead(whole)
        ? Optional.empty()
        : Optional.of(whole);
  }

  /// Writes and judges.
  ///
  /// @throws AssistException if the engine could not serve it
  Completion run(Cancellation cancellation) {
    trace.quoted(choice.cut().others().excerpts().stream().map(CompletionWriter::traced).toList());
    return switch (new EngineCall(
            model.engine(), request, model.fim().ends(), trace, wish.alternatives(), this::take)
        .run(cancellation)) {
      case EngineCall.Failed(String message) -> throw new AssistException(message);
      case EngineCall.Done done when done.reason() == FinishReason.CANCELLED -> {
        TraceFinish reason = cancellation.reason();
        trace.end(Objects.requireNonNullElse(reason, TraceFinish.CANCELLED), null, done.cost());
        yield Completion.nothing(trace.request(), Silence.CANCELLED);
      }
      case EngineCall.Done done -> {
        model.budget().read(request.prompt(), choice, done.cost().reused());
        yield judge(done);
      }
    };
  }

  private static TraceQuotation traced(Quotation.Excerpt excerpt) {
    return new TraceQuotation(
        excerpt.name(), excerpt.firstLine(), excerpt.lastLine(), excerpt.reason());
  }

  /// The token that ends a text says how sure the model is that it ends there; it counts as part of
  /// the completion when some of its text does.
  private boolean take(GenerationEvent.Token token) {
    String piece = withoutOpening(token.text());
    int skipped = token.text().length() - piece.length();
    int before = stop.text().length();
    boolean enough = stop.push(piece);
    if (!piece.isEmpty()) {
      trail.add(piece, token.probability(), others(token, skipped));
    }
    if (!enough || stop.text().length() > before) {
      tokens++;
    }
    soFar.accept(stop.text());
    late = !enough && isLate() && hasWholeLine(stop.text());
    return !enough && !late;
  }

  private boolean isLate() {
    return System.nanoTime() - beginNanos >= patienceNanos;
  }

  private static boolean hasWholeLine(String text) {
    return !text.substring(0, Math.max(0, text.lastIndexOf('\n'))).isBlank();
  }

  /// Those that go on with what stands before the cursor, without it.
  private static List<TokenTrail.Other> others(GenerationEvent.Token token, int skipped) {
    String opening = token.text().substring(0, skipped);
    return token.alternatives().stream()
        .filter(other -> other.text().startsWith(opening))
        .map(other -> new TokenTrail.Other(other.text().substring(skipped), other.probability()))
        .toList();
  }

  /// What stands before the cursor already is not written a second time.
  private String withoutOpening(String piece) {
    int common = 0;
    while (common < Math.min(piece.length(), opening.length())
        && piece.charAt(common) == opening.charAt(common)) {
      common++;
    }
    boolean differs = common < piece.length();
    opening = differs ? "" : opening.substring(common);
    return piece.substring(common);
  }

  private Completion judge(EngineCall.Done done) {
    stop.push(withoutOpening(done.tail()));
    CompletionTrimmer.Trimmed trimmed =
        trimmer.trim(stop.text(), done.reason() != FinishReason.LENGTH && !late);
    KeepChance keepChance =
        new KeepChance(
            model.gate(), new FeatureReader(reading.site(), mode(), trail), wish.shift());
    if (wish.whole()) {
      features = keepChance.byLine(trimmed.text());
    }
    Completion completion = judged(trimmed, keepChance, "");
    Silence silence = completion.silence();
    if (silence == null) {
      trace.answer(completion.text());
      boolean isCut = done.reason() == FinishReason.LENGTH;
      trace.end(isCut ? TraceFinish.LENGTH : TraceFinish.STOP, null, done.cost());
    } else {
      trace.end(TraceFinish.REJECTED, silence.sentence(), done.cost());
    }
    String whole = trimmed.text();
    return silence == null
        ? completion
        : completion.reconsidered((later, typed) -> along(whole, later, typed));
  }

  /// @param typed what somebody has typed of the text since it was written
  private Completion judged(
      CompletionTrimmer.Trimmed trimmed, KeepChance keepChance, String typed) {
    String text = trimmed.text();
    double chance = keepChance.chance(text);
    double least = wish.settings().eagerness().leastChance();
    Silence silence = trimmed.flaw() == null ? null : Silence.of(trimmed.flaw());
    if (silence == null && wish.automatic()) {
      if (reading.place() == CursorPlace.BEFORE_TEXT && !trimmer.joins(stop.text())) {
        silence = Silence.of(Flaw.DOES_NOT_JOIN);
      } else if (chance < least) {
        silence = Silence.unsure(chance, least, keepChance.doubt(text));
      } else if (!wish.whole()) {
        text = keepChance.surePart(text, least, part -> trimmer.fits(typed + part));
        silence = text.isEmpty() ? Silence.of(Flaw.DOES_NOT_PARSE) : null;
      }
    }
    return new Completion(
        trace.request(),
        text.isEmpty() ? trimmed.text() : text,
        chance,
        tokens,
        !choice.cut().others().isEmpty(),
        silence,
        null);
  }

  /// Judges what is left of a text when its first chars have been typed. The model would write the
  /// same rest, and how sure it is of it is known.
  ///
  /// @return empty where that cannot be told from what it wrote
  private Optional<Completion> along(String whole, CompletionQuery later, int typed) {
    int start = trail.text().indexOf(whole);
    if (start < 0) {
      return Optional.empty();
    }
    String text = later.text();
    CompletionSite site =
        new CompletionSite(
            text.substring(Math.max(0, later.cursor() - AROUND), later.cursor()),
            text.substring(later.cursor(), Math.min(text.length(), later.cursor() + AROUND)));
    FeatureReader reader = new FeatureReader(site, mode(), trail.behind(start + typed));
    return Optional.of(
        judged(
            new CompletionTrimmer.Trimmed(whole.substring(typed), null),
            new KeepChance(model.gate(), reader, wish.shift()),
            whole.substring(0, typed)));
  }

  /// The features of the first line that was written, of the first two, and so on, after [#run];
  /// only where the whole is wanted.
  List<Features> features() {
    return features;
  }
}
