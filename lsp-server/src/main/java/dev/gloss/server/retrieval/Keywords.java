package dev.gloss.server.retrieval;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Words that a language has for itself: they say nothing of what a piece of code is about.
final class Keywords {
  private static final String BRACES =
      "break case catch class const continue default do else enum false final finally for if import"
          + " int interface long new null private protected public return short static super switch"
          + " this throw throws true try void while boolean byte char double float";

  private static final Map<String, Set<String>> BY_LANGUAGE = new HashMap<>();

  static {
    put(
        "java",
        BRACES,
        "abstract assert extends implements instanceof native package record sealed");
    put("java", "synchronized transient volatile var yield permits non strictfp");
    put("groovy", BRACES, "as def extends implements in instanceof package trait");
    put("cs", BRACES, "abstract as async await base bool foreach get in internal is namespace out");
    put(
        "cs",
        "override params readonly ref sealed set string struct using var virtual where yield");
    for (String script :
        List.of("javascript", "javascriptreact", "typescript", "typescriptreact")) {
      put(
          script,
          BRACES,
          "as async await delete export extends from function in instanceof let of");
      put(script, "typeof undefined var yield with debugger implements readonly any number string");
    }
    for (String native_ : List.of("c", "cpp")) {
      put(native_, BRACES, "auto define elif endif extern ifdef ifndef include inline namespace");
      put(
          native_,
          "nullptr operator pragma register signed sizeof struct template typedef typename");
      put(native_, "union unsigned using virtual volatile constexpr noexcept override size_t bool");
    }
    put(
        "kotlin",
        "as break by class companion const continue data do else enum false final for fun");
    put("kotlin", "if import in init inner interface internal is it lateinit null object open");
    put(
        "kotlin",
        "override package private protected public return sealed super suspend this throw");
    put("kotlin", "true try typealias val var vararg when where while");
    put("scala", "abstract case catch class def do else extends false final finally for given if");
    put("scala", "implicit import lazy match new null object override package private protected");
    put(
        "scala",
        "return sealed super then this throw trait true try type using val var while with");
    put("python", "and as assert async await break class continue def del elif else except False");
    put("python", "finally for from global if import in is lambda None nonlocal not or pass raise");
    put("python", "return self True try while with yield");
    put(
        "go",
        "break case chan const continue default defer else error fallthrough false for func go");
    put(
        "go",
        "goto if import interface map nil package range return select string struct switch true");
    put("go", "type var int bool byte err");
    put(
        "rust",
        "as async await bool break const continue crate dyn else enum Err extern false fn for");
    put(
        "rust",
        "if impl in let loop match mod move mut None Ok Option pub ref Result return self Self");
    put(
        "rust",
        "Some static str String struct super trait true type u8 u32 u64 i32 i64 usize unsafe");
    put("rust", "use where while");
    put(
        "swift",
        "as break case catch class continue default defer do else enum extension false for");
    put(
        "swift",
        "func guard if import in init inout internal is let nil override private protocol");
    put(
        "swift",
        "public return self Self static struct super switch throw throws true try var where");
    put("swift", "while");
    put("php", BRACES, "abstract and array as echo elseif endif extends foreach function global");
    put("php", "implements instanceof namespace or require_once trait use var string bool php");
    put(
        "rb",
        "and begin break case class def do else elsif end ensure false for if in module next nil");
    put(
        "rb",
        "not or redo require rescue retry return self super then true undef unless until when");
    put("rb", "while yield");
    put(
        "lua",
        "and break do else elseif end false for function goto if in local nil not or repeat");
    put("lua", "return then true until while");
  }

  private Keywords() {}

  /// Those of a language, as they are spelled; none where it is not known.
  ///
  /// @param languageId as LSP names it
  static Set<String> of(String languageId) {
    return BY_LANGUAGE.getOrDefault(languageId, Set.of());
  }

  private static void put(String language, String... words) {
    Set<String> known = BY_LANGUAGE.computeIfAbsent(language, name -> new HashSet<>());
    for (String some : words) {
      known.addAll(List.of(some.split(" ")));
    }
  }
}
