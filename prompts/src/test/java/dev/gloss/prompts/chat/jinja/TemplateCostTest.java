package dev.gloss.prompts.chat.jinja;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a template does again and again counts by the characters and items that it touches, so
/// that the budget ends before somebody's patience.
class TemplateCostTest {
  /// A fifth of the budget that templates have, and many times what that takes.
  private static final TemplateLimits LIMITS =
      new TemplateLimits(1_000_000, 8_000_000, 100_000, 200);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What the templates work on: long texts, made of few characters so that a search does not end
  /// soon, with and without marks of data, and long lists.
  private static final String HEAD =
      """
      {%- set a = 'a' * 1000000 -%}
      {%- set b = 'a' * 500000 ~ 'b' -%}
      {%- set half = 'a' * 500000 -%}
      {%- set same = ('a' * 500000) ~ ('a' * 500000) -%}
      {%- set numbers = range(99999) | list -%}
      {%- set spotted = (x ~ '-') * 100000 -%}
      {%- set d = {a: 1} -%}
      """;

  private static void ends(String template) {
    JinjaTemplate parsed = JinjaTemplate.parse(template, LIMITS, LocalDateTime::now);
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try {
            var unused = parsed.render(Map.of(), Map.of("x", "X", "xs", List.of("a", "b")));
          } catch (TemplateException e) {
            // Refused is as good as done.
          }
        },
        template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b in a",
        "a in b",
        "a.find(b)",
        "a.rfind('b' ~ half)",
        "a.count('aaa')",
        "a.count(half ~ 'b')",
        "a.index('a' * 999999)",
        "a.replace('a', 'b')",
        "a.replace(half, 'b')",
        "a.replace(b, '')",
        "a.replace('', '-')",
        "(a ~ 'b').replace(b, '-')",
        "a | replace('b', 'c')",
        "a.split(half)",
        "a.split('b')",
        "a.split()",
        "a.rsplit('b' ~ half)",
        "('b,' * 99998).rsplit(',', 99999)",
        "a.splitlines()",
        "a.partition(b)",
        "a.rpartition('b' ~ half)",
        "a.strip(b)",
        "a.strip('a')",
        "a.strip()",
        "a.startswith(same)",
        "a.endswith((same, same, same))",
        "a.removeprefix(same)",
        "a == same",
        "a != same",
        "a < same",
        "[a] == [same]",
        "a in [same, same]",
        "[same, same].index(a)",
        "[same, same].count(b)",
        "d[same]",
        "d.get(same)",
        "same in d",
        "{a: 1, same: 2}",
        "a is eq(same)",
        "a is sameas(same)",
        "a is upper",
        "a is lower",
        "a.isupper()",
        "a.isalpha()",
        "a.upper()",
        "a.title()",
        "a | title",
        "a | capitalize",
        "a.swapcase()",
        "a[999999]",
        "a[-1]",
        "a[::2]",
        "a[::-1]",
        "a | reverse",
        "a[1:]",
        "a ~ b",
        "a + b",
        "a * 2",
        "x * 1000000",
        "(x ~ 'y') * 1000000",
        "a | length",
        "a | list",
        "a | first",
        "a | trim('xyzabc')",
        "a | indent(4)",
        "('a\\n' * 50000) | indent(half)",
        "a | wordcount",
        "a | escape",
        "('<' * 500000) | e",
        "('1' * 999999 ~ 'x') | float",
        "('1' * 999999 ~ 'x') | int",
        "a | tojson",
        "('\\x01' * 500000) | tojson",
        "('\\x01' * 500000) ~ [('\\x01' * 500000)]",
        "['é' * 500000] | tojson(true)",
        "[[[[[[[[1]]]]]]]] | tojson(indent=half)",
        "[1, 2] | tojson(separators=(half, half))",
        "numbers | tojson",
        "numbers ~ ''",
        "numbers | sort",
        "numbers | sort(reverse=true)",
        "[a, same, a, same] | sort",
        "[a, same, a, same] | max",
        "[a, same, a, same] | unique | list",
        "[[a, 1], [same, 2]] | groupby(0)",
        "numbers | sum",
        "numbers | min",
        "numbers | list",
        "numbers | reverse | list",
        "numbers | map('string') | list",
        "numbers | map(attribute='a') | list",
        "numbers | map(attribute='a.' * 9999) | list",
        "numbers | select('odd') | list",
        "numbers | select | list",
        "numbers | join",
        "numbers | join(half)",
        "numbers | batch(2) | list",
        "numbers | slice(9) | list",
        "numbers + numbers",
        "numbers * 2",
        "numbers[::-1]",
        "numbers == numbers",
        "(numbers + [1]) == (numbers + [2])",
        "-1 in numbers",
        "range(99999)",
        "dict(dict(d), b=1)",
        "spotted | list",
        "spotted.split('-')",
        "spotted.replace('X', 'y')",
        "spotted[::-1]",
        "spotted | tojson",
        "spotted | upper",
        "spotted ~ spotted",
        "spotted[5:]",
        "strftime_now('%Y' * 100000)",
        "'{}'.format(a)",
        "'{:>900000}'.format(1)",
        "'{:0900000,}'.format(1)",
        "'{:.900000f}'.format(1.5)",
        "'{:.900000e}'.format(1.5)",
        "('{0}' * 100000).format(half)",
        "('{' * 300000).format(1)",
        "'%s' % a",
        "'%999999d' % 1",
        "('%s' * 100) | format(a)",
        "'x'.center(900000)",
        "namespace(d)",
        "loop.changed(numbers)",
      })
  void operationsCostWhatTheyTouch(String expression) {
    ends(HEAD + "{% for i in range(99999) %}{% set y = " + expression + " %}{% endfor %}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in numbers %}{% for j in numbers %}{% endfor %}{% endfor %}",
        "{% for i in numbers %}{% for j in numbers if false %}{% endfor %}{% endfor %}",
        "{% for i in numbers %}{% for c in half %}{% endfor %}{% endfor %}",
        "{% for i in numbers %}{% for k in d %}{% endfor %}{% endfor %}",
        "{% for i in numbers %}{% set p, q = numbers %}{% endfor %}",
        "{% for i in numbers %}{{ a }}{% endfor %}",
        "{% for i in numbers %}{% set y %}{{ a }}{% endset %}{% endfor %}",
        "{% for i in numbers %}{% filter upper %}{{ a }}{% endfilter %}{% endfor %}",
        "{% macro m() %}{{ a }}{% endmacro %}{% for i in numbers %}{{ m() }}{% endfor %}",
        "{% macro m() %}{% endmacro %}{% for i in numbers %}{% set y = m() %}{% endfor %}",
        "{% macro m() %}{{ varargs[0] }}{% endmacro %}{% for i in numbers %}{% set y ="
            + " m(*numbers) %}{% endfor %}",
        "{% macro m() %}{% call m() %}{% endcall %}{{ caller }}{% endmacro %}{{ m() }}",
        "{% set n = namespace(l=[]) %}{% for i in numbers %}{% set n.l = n.l + [i] %}{% endfor %}",
        "{% set n = namespace(l=[]) %}{% for i in numbers %}{% set n.l = [n.l, numbers + [i]] %}"
            + "{% endfor %}",
        "{% set n = namespace(l=[]) %}{% for i in numbers %}{% set n.l = [n.l, a ~ i] %}"
            + "{% endfor %}",
        "{% set n = namespace(s='') %}{% for i in numbers %}{% set n.s = n.s ~ 'aaaaaaaaa' %}"
            + "{% endfor %}",
        "{% set n = namespace(s='') %}{% for i in numbers %}{% set n.s = n.s ~ x ~ i %}"
            + "{% endfor %}",
      })
  void loopsCostTheirRounds(String template) {
    ends(HEAD + template);
  }

  @ParameterizedTest
  @ValueSource(ints = {150})
  void namesCostTheScopesThatAreSearched(int scopes) {
    ends(
        HEAD
            + "{% with %}".repeat(scopes)
            + "{% for i in numbers %}{% for j in numbers %}{{ nope }}{% endfor %}{% endfor %}"
            + "{% endwith %}".repeat(scopes));
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000_000})
  void longNumbersAndNamesAreRefused(int length) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (String digit : List.of("1", "0x1", "a", "1.")) {
            try {
              JinjaTemplate.parse("{{ " + digit + "1".repeat(length) + " }}");
            } catch (TemplateException e) {
              // Refused is as good as done.
            }
          }
        });
  }
}
