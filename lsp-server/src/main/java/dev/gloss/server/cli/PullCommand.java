package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Settings;
import dev.gloss.server.eval.CalibrationReport;
import dev.gloss.server.models.ByteCount;
import dev.gloss.server.models.HubAccess;
import dev.gloss.server.models.HubName;
import dev.gloss.server.models.Pull;
import dev.gloss.server.models.PullRecord;
import dev.gloss.server.models.StoredModel;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss pull`: fetches a model from a hub.
@Command(
    name = "pull",
    description = {
      "Fetch a model from a hub; what was broken off is gone on with.",
      "The hub is that of HF_ENDPOINT or of the setting hub.mirror, or else huggingface.co;"
          + " HF_TOKEN is shown to it. HTTPS_PROXY, NO_PROXY and hub.proxy are heeded."
    })
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "REPO[:FILE]",
      description =
          "OWNER/NAME, and behind a colon a file or a quantisation such as Q8_0; without one"
              + " Q4_K_M or what comes closest, or the whole folder where there is no GGUF file.")
  private String name = "";

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private Choice choice = new Choice();

  /// Whether the model becomes the default; without a word a person is asked.
  private static final class Choice {
    @Option(
        names = "--use",
        arity = "0..1",
        fallbackValue = "both",
        paramLabel = "completion|explain|both",
        description = "Make it the default (for both when nothing is said).")
    private @Nullable String use;

    @Option(names = "--no-use", description = "Leave the default as it is, and do not ask.")
    private boolean noUse;
  }

  /// What is printed as JSON.
  ///
  /// @param name by which it is known from now on
  /// @param path what opens it
  /// @param bytes of all its files
  /// @param fetchedBytes how much of that had to be fetched
  /// @param verified whether all files add up to what the hub says
  /// @param problem why it cannot be used as it is; null where it can
  /// @param chosen which of the repository's models it is
  /// @param others what else there is
  /// @param files where it came from and what it must add up to
  record Result(
      String name,
      String path,
      long bytes,
      long fetchedBytes,
      boolean verified,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem,
      String chosen,
      List<String> others,
      List<PullRecord.Entry> files) {}

  @Override
  public Integer call() throws IOException {
    HubName hubName = hubName();
    Answer asked = choice.use == null ? null : answer(choice.use);
    if (choice.use != null && asked == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--use must be completion, explain or both, got '" + choice.use + "'");
    }
    Surroundings around = Surroundings.of(spec);
    PrintWriter err = spec.commandLine().getErr();
    ProgressLines progress = new ProgressLines(err, around.terminal() != null, System::nanoTime);
    Settings.Hub hub = around.settings(spec).models().hub();
    HubAccess access = HubAccess.of(around.environment(), hub.mirror(), hub.proxy());
    Pull.Pulled pulled = new Pull(around.store(), access, progress).run(hubName);
    StoredModel model = pulled.model();
    ModelPreview preview = null;
    String problem = null;
    try {
      preview = ModelPreview.of(model.path());
    } catch (ModelException e) {
      problem = String.valueOf(e.getMessage());
    }
    print(pulled, problem);
    if (preview == null) {
      err.println(
          "gloss: it is here, but cannot be used: "
              + problem
              + "; 'gloss models remove "
              + model.shortName()
              + "' deletes it");
      return 1;
    }
    Console terminal = common.isJson() ? null : around.terminal();
    makeDefault(model, asked, terminal);
    offerCalibration(model, preview, terminal);
    return 0;
  }

  private HubName hubName() {
    try {
      return HubName.parse(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void print(Pull.Pulled pulled, @Nullable String problem) {
    StoredModel model = pulled.model();
    List<PullRecord.Entry> files = Objects.requireNonNull(model.record()).files();
    long bytes = files.stream().mapToLong(PullRecord.Entry::bytes).sum();
    Result result =
        new Result(
            model.name(),
            model.path().toString(),
            bytes,
            pulled.fetchedBytes(),
            model.isVerifiable(),
            problem,
            pulled.choice().chosen(),
            pulled.choice().others(),
            files);
    common.print(
        result,
        "%s%n%s, %s: %s"
            .formatted(
                model.name(),
                ByteCount.of(bytes),
                model.isVerifiable() ? "verified" : "not verified",
                model.path()));
  }

  /// What a person may answer, and `--use` say.
  private enum Answer {
    COMPLETION,
    EXPLAIN,
    BOTH,
    NEITHER
  }

  /// The one that a word or its first letters mean; null for none.
  private static @Nullable Answer answer(String word) {
    String letters = word.strip().toUpperCase(Locale.ROOT);
    for (Answer answer : Answer.values()) {
      if (!letters.isEmpty() && answer.name().startsWith(letters)) {
        return answer;
      }
    }
    return null;
  }

  private void makeDefault(StoredModel model, @Nullable Answer asked, @Nullable Console terminal)
      throws IOException {
    Answer answer = asked;
    if (answer == null && terminal != null && !choice.noUse) {
      answer = ask(terminal);
    }
    PrintWriter err = spec.commandLine().getErr();
    if (answer == null || answer == Answer.NEITHER) {
      if (!choice.noUse) {
        err.println("gloss: 'gloss models use " + model.shortName() + "' makes it the default");
      }
      return;
    }
    Role role =
        switch (answer) {
          case COMPLETION -> Role.COMPLETION;
          case EXPLAIN -> Role.EXPLANATION;
          case BOTH, NEITHER -> null;
        };
    DefaultModels.of(spec).use(model.name(), role);
    err.println("gloss: " + model.name() + " is the default now " + RoleWord.describe(role));
  }

  private static Answer ask(Console terminal) {
    String line =
        terminal.readLine("Use it from now on for completion, explain, both or neither? [both] ");
    if (line == null) {
      return Answer.NEITHER;
    }
    Answer answer = line.isBlank() ? Answer.BOTH : answer(line);
    return answer == null ? Answer.NEITHER : answer;
  }

  /// A model that can be asked in several forms may be better in another than its family's.
  private void offerCalibration(StoredModel model, ModelPreview preview, @Nullable Console terminal)
      throws IOException {
    FillInTheMiddle fim = FillInTheMiddle.of(preview.tokenizer(), preview.info().hints());
    PrintWriter err = spec.commandLine().getErr();
    if (fim.forms().size() < 2) {
      err.println("gloss: it has " + fim.description());
      return;
    }
    if (terminal == null || choice.noUse) {
      err.println(
          "gloss: 'gloss models calibrate "
              + model.shortName()
              + "' finds how it completes best (minutes)");
      return;
    }
    String line = terminal.readLine("Find out now how it completes best? It takes minutes. [no] ");
    if (line != null
        && "YES".startsWith(line.strip().toUpperCase(Locale.ROOT))
        && !line.isBlank()) {
      CalibrationReport report =
          new FormSearch(spec, EngineOptions.defaults()).run(model.path().toAbsolutePath());
      err.println("gloss: it is asked with " + report.best().description() + " from now on");
    }
  }
}
