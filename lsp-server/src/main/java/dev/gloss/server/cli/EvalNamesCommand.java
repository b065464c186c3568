package dev.gloss.server.cli;

import dev.gloss.server.eval.NameAnswer;
import dev.gloss.server.eval.NamesEvaluation;
import dev.gloss.server.names.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss eval names`: which declarations are found for names in other languages than Java.
@Command(
    name = "names",
    description =
        "Point at names in files of a language and print which declarations are found, a line"
            + " each; docs/measure/names.py compares them with what a language server answers. Asks"
            + " no model.")
final class EvalNamesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "Sources; each is a workspace of its own.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--language",
      required = true,
      split = ",",
      paramLabel = "ID",
      description = "The files' language, as LSP names it; several with commas between.")
  private Set<String> languages = Set.of();

  @Option(
      names = "--names",
      defaultValue = "100",
      paramLabel = "N",
      description = "Names in each folder (default: ${DEFAULT-VALUE}).")
  private int names = 100;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "By which names are chosen (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    for (String language : languages) {
      if (!Names.languages().contains(language)) {
        throw new ParameterException(
            spec.commandLine(),
            "--language is " + language + ", expected one of " + Names.languages());
      }
    }
    NamesEvaluation evaluation = new NamesEvaluation(languages, names, seed);
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IOException(folder + ": no such folder");
      }
      evaluation.run(folder).forEach(answer -> common.print(answer, text(answer)));
    }
    return 0;
  }

  private static String text(NameAnswer answer) {
    NameAnswer.Declaration declaration = answer.declaration();
    String found =
        declaration == null
            ? "not found"
            : "%s %s:%d".formatted(declaration.kind(), declaration.file(), declaration.line() + 1);
    return "%s:%d %s: %s".formatted(answer.file(), answer.line() + 1, answer.name(), found);
  }
}
