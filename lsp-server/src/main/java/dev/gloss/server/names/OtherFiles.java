package dev.gloss.server.names;

import dev.gloss.server.names.Grammar.Trait;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.PromptAdmission;
import dev.gloss.server.workspace.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Finds what other files declare: those of the same package, and those that are imported or
/// included. Which these are is found out once, as long as one question is asked.
final class OtherFiles {
  private final WorkspaceFiles project;
  private final Map<Document, List<Document>> packages = new HashMap<>();
  private final Map<Including, List<Document>> inclusions = new HashMap<>();

  /// A file that includes others.
  ///
  /// @param depth steps that led to it; the fewer are left
  private record Including(Document document, int depth) {}

  /// @param project the files there are
  OtherFiles(WorkspaceFiles project) {
    this.project = project;
  }

  /// What a name means that no scope of its file has.
  Meaning beyond(Document document, NameTable table, Use use, int depth) {
    String name = table.textOf(use.name());
    Predicate<Definition> fits = definition -> ScopeSearch.fits(table, definition, use);
    if (table.imports().stream().anyMatch(taken -> taken.isAll() && !taken.handedOn())) {
      if (!table.grammar().has(Trait.INCLUDES)) {
        return Meaning.UNSURE;
      }
      List<Document> included = included(document, table, depth);
      Set<String> namespaces = table.namespaces(table.scopeOf(use.name()));
      return isHiddenMacro(included, name)
          ? Meaning.UNSURE
          : only(declaredIn(included, name, namespaces, fits));
    }
    return table.grammar().has(Trait.FOLDER_IS_ONE)
        ? only(declaredIn(siblings(document, table), name, Set.of(), fits))
        : Meaning.NOTHING;
  }

  /// Whether a file of the package, or one that is included, declares the name again, or may.
  boolean declareAnother(Document document, NameTable table, Definition known, int depth) {
    List<Document> others = new ArrayList<>(siblings(document, table));
    others.addAll(included(document, table, depth));
    return table.imports().stream().anyMatch(taken -> taken.isAll() && taken.module().isEmpty())
        || !declaredIn(others, table.name(known), table.namespaces(known.scope()), another -> true)
            .isEmpty();
  }

  /// Whether some type of the file, or of one that is included, has a member of that name beside
  /// its constructors.
  boolean declareMember(Document document, NameTable table, String name, int depth) {
    List<Document> files = new ArrayList<>(List.of(document));
    files.addAll(included(document, table, depth));
    return files.stream()
        .flatMap(file -> file.analysis(NameTable.OF).stream())
        .flatMap(names -> names.named(name).stream())
        .anyMatch(d -> !d.owner().isEmpty() && !d.owner().equals(name));
  }

  /// The files of the same package in the same folder, but the file itself.
  List<Document> siblings(Document document, NameTable table) {
    return packages.computeIfAbsent(document, file -> findSiblings(file, table));
  }

  private List<Document> findSiblings(Document document, NameTable table) {
    Path path = path(document).orElse(null);
    Path folder = path == null ? null : path.getParent();
    if (folder == null || !table.grammar().has(Trait.FOLDER_IS_ONE)) {
      return List.of();
    }
    return project.files(folder, document.languageId()).stream()
        .filter(file -> !file.path().equals(path))
        .flatMap(file -> project.text(file).stream())
        .filter(
            file ->
                file.analysis(NameTable.OF)
                    .filter(other -> other.packageName().equals(table.packageName()))
                    .isPresent())
        .toList();
  }

  /// What an import takes; unsure where that is not in the workspace.
  Meaning follow(Document document, NameTable table, Import taken, int depth) {
    List<Document> module = files(document, table, taken.module());
    if (module.isEmpty()) {
      return Meaning.UNSURE;
    }
    if (taken.imported().isEmpty()) {
      return Meaning.of(module);
    }
    Meaning found = exported(module, taken.imported(), depth + 1);
    if (!found.isNothing()) {
      return found;
    }
    List<Document> inner = files(document, table, taken.module() + "." + taken.imported());
    return inner.isEmpty() ? Meaning.UNSURE : Meaning.of(inner);
  }

  /// What a module gives under a name.
  Meaning exported(List<Document> module, String asked, int depth) {
    List<Target> found = new ArrayList<>();
    for (Document file : module) {
      NameTable table = file.analysis(NameTable.OF).orElse(null);
      if (table == null || depth > Question.DEEPEST) {
        return Meaning.UNSURE;
      }
      String name = asked.equals(Modules.DEFAULT) ? table.defaultExport() : asked;
      Meaning here = given(file, table, name, depth);
      if (here.isUnsure() || here.isModule()) {
        return here;
      }
      here.target().ifPresent(found::add);
    }
    return found.isEmpty() ? Meaning.NOTHING : same(found);
  }

  private Meaning given(Document file, NameTable table, String name, int depth) {
    List<Definition> here = table.named(name).stream().filter(d -> d.scope() == 0).toList();
    List<Import> taken =
        table.imports().stream().filter(i -> i.scope() == 0 && i.local().equals(name)).toList();
    if (table.isUnsure(0, name)) {
      return Meaning.UNSURE;
    }
    if (!here.isEmpty()) {
      return taken.stream().allMatch(Import::handedOn)
          ? ScopeSearch.choose(file, table, here)
          : Meaning.UNSURE;
    }
    if (!taken.isEmpty()) {
      return taken.size() > 1
          ? Meaning.UNSURE
          : taken.getFirst().module().isEmpty()
              ? exported(List.of(file), taken.getFirst().imported(), depth + 1)
              : follow(file, table, taken.getFirst(), depth);
    }
    List<Target> found = new ArrayList<>();
    for (Import all : table.imports()) {
      if (all.isAll()) {
        exported(files(file, table, all.module()), name, depth + 1).target().ifPresent(found::add);
      }
    }
    return found.isEmpty() ? Meaning.NOTHING : same(found);
  }

  private static Meaning same(List<Target> found) {
    return found.stream().distinct().count() == 1 ? Meaning.of(found.getFirst()) : Meaning.UNSURE;
  }

  private List<Document> included(Document document, NameTable table, int depth) {
    return inclusions.computeIfAbsent(
        new Including(document, depth), file -> findIncluded(document, table, depth));
  }

  private List<Document> findIncluded(Document document, NameTable table, int depth) {
    Set<Document> files = new LinkedHashSet<>();
    if (table.grammar().has(Trait.INCLUDES)) {
      include(document, table, files, depth);
    }
    return List.copyOf(files);
  }

  private void include(Document document, NameTable table, Set<Document> files, int depth) {
    for (Import taken : table.imports()) {
      for (Document file : files(document, table, taken.module())) {
        if (depth < Question.DEEPEST && files.add(file)) {
          file.analysis(NameTable.OF).ifPresent(next -> include(file, next, files, depth + 1));
        }
      }
    }
  }

  private List<Document> files(Document document, NameTable table, String module) {
    List<ProjectFile> files =
        path(document)
            .map(path -> table.grammar().modules().files(project, path, module))
            .orElse(List.of());
    return files.stream().map(project::text).flatMap(Optional::stream).toList();
  }

  private static Optional<Path> path(Document document) {
    return PromptAdmission.path(document.uri()).map(WorkspaceFiles::real);
  }

  /// What files declare for all of a file, in namespaces that a place is in.
  private static List<Target> declaredIn(
      List<Document> files, String name, Set<String> namespaces, Predicate<Definition> wanted) {
    List<Target> found = new ArrayList<>();
    for (Document file : files) {
      NameTable table = file.analysis(NameTable.OF).orElse(null);
      if (table != null) {
        table.named(name).stream()
            .filter(d -> d.scope() >= 0 && table.scope(d.scope()).isOpen() && wanted.test(d))
            .filter(d -> namespaces.containsAll(table.namespaces(d.scope())))
            .forEach(d -> found.add(new Target(file, d)));
      }
    }
    return found;
  }

  private static boolean isHiddenMacro(List<Document> files, String name) {
    return files.stream()
        .flatMap(file -> file.analysis(NameTable.OF).stream())
        .anyMatch(table -> table.isHiddenMacro(name));
  }

  private static Meaning only(List<Target> found) {
    if (found.isEmpty()) {
      return Meaning.NOTHING;
    }
    Target first = found.getFirst();
    return found.size() > 1 || first.table().isConditional(first.definition(), Span.NONE)
        ? Meaning.UNSURE
        : Meaning.of(first);
  }
}
