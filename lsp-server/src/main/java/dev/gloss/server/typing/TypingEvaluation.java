package dev.gloss.server.typing;

import dev.gloss.prompts.completion.Syntax;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Settings;
import dev.gloss.server.eval.RunLog;
import dev.gloss.server.lsp.LspServices;
import dev.gloss.server.lsp.Panel;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Types at places through the real language server, in this process, and compares what was shown
/// with what stood there.
///
/// Used by one thread.
public final class TypingEvaluation {
  private static final String LOADING = "loading: ";

  /// How long an answer is waited for before the model is there: nobody types slower.
  private static final long LOADING_GRACE_MILLIS = 250;

  private final CountingEngine engine;
  private final Assistant.Model model;
  private final TypingPlan plan;
  private final RunLog<PlaceRecord> log;
  private final ParseAtPlace parser = new ParseAtPlace(Syntax.of("java"));

  /// @param model that completes; its engine stays open
  /// @param plan what is replayed
  /// @param log records of an earlier run, and where new ones go
  public TypingEvaluation(Assistant.Model model, TypingPlan plan, RunLog<PlaceRecord> log) {
    this.engine = new CountingEngine(model.engine());
    this.model = new Assistant.Model(engine, model.dialogue(), model.measured());
    this.plan = plan;
    this.log = log;
  }

  /// Types at all places that have no record yet.
  ///
  /// @throws TypingException if the server does not answer
  /// @throws InterruptedException if this thread is interrupted
  public TypingReport run() throws InterruptedException {
    TraceHub hub = new TraceHub();
    StatusBoard board = new StatusBoard();
    board.loading("loading the model");
    try (Assistant assistant = new Assistant(hub, board)) {
      LspServices services =
          new LspServices(
              assistant,
              hub,
              board,
              Panel.NONE,
              "eval",
              ModelSwitch.NONE,
              Settings.DEFAULTS.withContext(
                  new Settings.Context(plan.indexes() != null, List.of())),
              plan.indexes());
      List<PlaceOutcome> loading =
          plan.whileLoading()
              ? replay(services, plan.quiet(), LOADING, LOADING_GRACE_MILLIS)
              : List.of();
      var unused = assistant.use(EnumSet.allOf(Role.class), model);
      List<PlaceOutcome> wanted = replay(services, plan.wanted(), "", null);
      List<PlaceOutcome> quiet = replay(services, plan.quiet(), "", null);
      return report(wanted, quiet, plan.whileLoading() ? QuietFigures.of(loading) : null);
    }
  }

  private List<PlaceOutcome> replay(
      LspServices services, List<TypingPlace> places, String prefix, @Nullable Long graceMillis)
      throws InterruptedException {
    List<PlaceOutcome> outcomes = new ArrayList<>();
    try (ReplayEditor editor = new ReplayEditor(services, plan.folders(), plan.settings())) {
      Typist typist =
          new Typist(
              editor,
              engine::calls,
              new Typist.Manner(
                  plan.mostKeys(),
                  plan.pauseMillis(),
                  plan.restMillis(),
                  plan.popup(),
                  graceMillis));
      for (TypingPlace place : places) {
        Optional<PlaceRecord> known = log.find(prefix + place.id());
        PlaceRecord typed = known.isPresent() ? known.get() : typist.type(place);
        if (known.isEmpty()) {
          log.add(new PlaceRecord(prefix + place.id(), typed.keys()));
        }
        outcomes.add(PlaceOutcome.of(place, typed, parser));
      }
    }
    return outcomes;
  }

  private TypingReport report(
      List<PlaceOutcome> wanted, List<PlaceOutcome> quiet, @Nullable QuietFigures loading) {
    Map<String, TypingFigures> kinds = by(wanted, outcome -> outcome.place().kind().label());
    Map<String, TypingFigures> byKind = new LinkedHashMap<>();
    for (PlaceKind kind : PlaceKind.WANTED) {
      TypingFigures figures = kinds.get(kind.label());
      if (figures != null) {
        byKind.put(kind.label(), figures);
      }
    }
    return new TypingReport(
        model.engine().model().name(),
        plan.seed(),
        plan.pauseMillis(),
        TypingFigures.of(wanted),
        byKind,
        by(wanted, outcome -> outcome.place().group()),
        QuietFigures.of(quiet),
        loading);
  }

  private static Map<String, TypingFigures> by(
      List<PlaceOutcome> outcomes, Function<PlaceOutcome, String> name) {
    Map<String, TypingFigures> figures = new LinkedHashMap<>();
    outcomes.stream()
        .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()))
        .forEach((key, of) -> figures.put(key, TypingFigures.of(of)));
    return figures;
  }
}
