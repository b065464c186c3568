package dev.gloss.prompts.chat.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateLimitsTest {
  /// A template that costs too much is refused, in bounded time, with this message in it.
  private static void check(String template, String expected) {
    var refusal =
        assertThrows(
            TemplateException.class,
            () ->
                assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> JinjaTemplate.parse(template).render(Map.of(), Map.of())));
    assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
  }

  @Test
  void stepsAreBounded() {
    check(
        "{% for a in range(9999) %}{% for b in range(9999) %}{% set x = a %}{% endfor %}{% endfor"
            + " %}",
        "steps");
    check("{% for a in range(90000) %}{% set x = 'y' in ('x' * 100000) %}{% endfor %}", "steps");
  }

  @Test
  void textsAreBounded() {
    check("{{ 'x' * 99999999999 }}", "text longer");
    check("{{ 'x' * 9223372036854775807 }}", "text longer");
    String doubling =
        "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}";
    check(doubling + "{% endfor %}", "text longer");
    check("{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}", "text longer");
    check("{{ ('x' * 4000).replace('', 'y' * 4000) }}", "text longer");
    check("{{ ('y' * 4000).join('x' * 4000) }}", "text longer");
    check("{{ ('x\\n' * 40000) | indent(1000) }}", "text longer");
  }

  @Test
  void listsAreBounded() {
    check("{{ range(999999999) }}", "list of more");
    check("{{ [1] * 9999999 }}", "list of more");
    check("{{ ('x,' * 999999).split(',') }}", "list of more");
    check("{{ ('x' * 999999) | list }}", "list of more");
  }

  @Test
  void nestingIsBounded() {
    check("{{ " + "(".repeat(500) + "1" + ")".repeat(500) + " }}", "deeper");
    check("{{ " + "[".repeat(500) + "]".repeat(500) + " }}", "deeper");
    check("{{ " + "not ".repeat(500) + "1 }}", "deeper");
    check("{{ " + "-".repeat(500) + "1 }}", "deeper");
    check("{{ 1" + " + 1".repeat(500) + " }}", "deeper");
    check("{{ 1" + " or 1".repeat(500) + " }}", "deeper");
    check("{{ 1" + " if 1 else 1".repeat(500) + " }}", "deeper");
    check("{{ x" + ".a".repeat(500) + " }}", "deeper");
    check("{{ x" + "|upper".repeat(500) + " }}", "deeper");
    check("{% if 1 %}".repeat(500) + "{% endif %}".repeat(500), "deeper");
    check("{% set " + "(".repeat(500) + "a" + ")".repeat(500) + " = 1 %}", "deeper");
    check("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "deeper");
  }

  @Test
  void valuesThatHoldThemselvesManyTimesAreBounded() {
    String lists =
        "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}";
    check(lists + "{% endfor %}{{ n.a }}", "steps");
    check(lists + "{% endfor %}{{ n.a | tojson }}", "steps");
    check(lists + "{% endfor %}{{ n.a == [n.a[0], n.a[1]] }}", "steps");
    String deep = "{% set n = namespace(a=[1]) %}{% for i in range(9999) %}{% set n.a = [n.a] %}";
    check(deep + "{% endfor %}{{ n.a }}", "deeper");
    check(deep + "{% endfor %}{{ n.a | tojson }}", "deeper");
    check(deep + "{% endfor %}{{ n.a == [n.a[0]] }}", "deeper");
  }

  @Test
  void longChainsWithinTheLimitsAreFine() {
    String sum = "{{ 1" + " + 1".repeat(150) + " }}";
    assertEquals("151", JinjaTemplate.parse(sum).render(Map.of(), Map.of()).text());
    String concat = "{{ 1" + " ~ 1".repeat(5000) + " }}";
    assertEquals(5001, JinjaTemplate.parse(concat).render(Map.of(), Map.of()).text().length());
  }

  /// More lenient than Jinja, which refuses some of these when it compiles.
  @Test
  void whatIsNotKnownHindersNobodyBeforeItIsReached() {
    String unknown =
        "{% for x in [] %}{{ x | nosuch }}{% endfor %}{% macro m() %}{{ 1 is nosuch }}{% endmacro"
            + " %}{% if false %}{% filter nosuch %}{% endfilter %}{% set y | nosuch %}{% endset"
            + " %}{% include 'x' %}{% endif %}{{ false and (1 | nosuch) }}{{ 1 if true else 2 | no"
            + " }}";
    assertEquals("False1", JinjaTemplate.parse(unknown).render(Map.of(), Map.of()).text());
    check("{% for x in [1] %}{{ x | nosuch }}{% endfor %}", "unknown filter 'nosuch'");
    check("{% macro m() %}{{ 1 is nosuch }}{% endmacro %}{{ m() }}", "unknown test 'nosuch'");
  }

  @Test
  void longTextsAreNoReasonToRefuseADialogue() {
    String content = "word </think> \"quoted\"\n".repeat(20_000);
    String template =
        "{% set n = namespace(s='') %}{% for i in range(4) %}{% if '</think>' in c %}"
            + "{% set n.s = c.split('</think>')[-1].strip() ~ c[::-1][5:] ~ (c | tojson) %}"
            + "{% set n.s = c.replace('word', 'WORD') | trim | upper %}{% endif %}"
            + "{% if c.startswith('word') and c.rstrip().endswith('ed\"') and c != n.s %}"
            + "{% set n.s = c | length %}{% endif %}{% endfor %}{{ n.s }}";
    assertEquals(
        "" + content.length(),
        JinjaTemplate.parse(template).render(Map.of(), Map.of("c", content)).text());
  }

  @Test
  void errorsNameTheirLine() {
    check("\n\n{{ 1 +\n }}", "line 4: expected an expression, found '}}'");
    check("a\n{{ x.y.z }}", "line 2: 'x' is undefined");
    check("{% if true %}\n{{ 'a' | nosuch }}{% endif %}", "line 2: unknown filter 'nosuch'");
    check("\n{% nosuch %}", "line 2: unknown tag 'nosuch'");
    check("\n{% include 'x' %}", "line 2: 'include' is not supported");
    check("\n{% call(x) y() %}{% endcall %}", "line 2: 'y' is undefined");
    check("\n{% if 1 is nosuch %}{% endif %}", "line 2: unknown test 'nosuch'");
    check("{% for a in [] recursive %}{% endfor %}", "line 1: recursive loops are not supported");
  }
}
