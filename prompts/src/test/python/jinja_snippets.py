#!/usr/bin/env python3
"""Renders small templates with Python's Jinja and keeps what came out.

The result, src/test/resources/jinja/snippets.json, is what our interpreter is
compared with. Needs Jinja 3.1 (Debian: python3-jinja2). The environment is the
one used for chat templates: immutable sandbox, trim_blocks, lstrip_blocks,
loop controls, tojson without HTML escaping.

    python3 prompts/src/test/python/jinja_snippets.py
"""

import json
from datetime import datetime
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

TARGET = Path(__file__).parent.parent / "resources" / "jinja" / "snippets.json"
NOW = datetime(2026, 3, 7, 14, 5, 9)

VARIABLES = {
    "s": "Hello, World",
    "empty": "",
    "t": "  padded\ttext \n",
    "lines": "a\nb\r\n\nc\n",
    "uni": "Stra\u00dfe \U0001f600 \u00e9t\u00e9",
    "quote": "it's \"q\" \\ \n\t\u0001",
    "n": 7,
    "neg": -7,
    "zero": 0,
    "f": 2.5,
    "big": 1e20,
    "small": 0.00001,
    "yes": True,
    "no": False,
    "nothing": None,
    "xs": [3, 1, 2],
    "words": ["b", "A", "c", "a"],
    "nested": [[1, [2, "x"]], {"k": [None, True]}],
    "d": {"b": 1, "a": [1, 2], "items2": "i", "0": "zero"},
    "e": {},
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi <b>"},
        {"role": "assistant", "content": "a</think>b</think>c", "tool_calls": []},
        {"role": "user", "content": None},
    ],
    "tool": {
        "name": "f",
        "arguments": {"q": "caf\u00e9 \"x\"", "n": 1, "l": [1, 2.5, None, True], "o": {}},
    },
}

SNIPPETS = """
{{ s }}
{{ 'a' 'b' "c" }}
{{ 'it\\'s' ~ "\\"" ~ '\\n' ~ '\\x41\\u00e9\\101\\q' }}
{{ 1 }} {{ 1_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1.5 }} {{ 1e3 }} {{ 1.5e-7 }}
{{ none }} {{ None }} {{ true }} {{ False }}
{{ [1, 'a', none, true, 2.0, [], {}, ()] }}
{{ (1,) }} {{ (1, 2) }} {{ () }} {{ 1, 2 }}
{{ {'a': 1, 'b': [2], 3: none} }}
{{ nested }} {{ d }} {{ quote }} {{ [quote] }} {{ [s, 'a"b', "it's"] }}
{{ [uni, '\\x7f', '\\u200b', '\\xa0'] }}
{{ big }} {{ small }} {{ f }} {{ 1e16 }} {{ 1e15 }} {{ 123456789.123 }} {{ 0.1 + 0.2 }} {{ -0.0 }} {{ 1e-4 }}
{{ n + 1 }} {{ n - 10 }} {{ n * 2 }} {{ n / 2 }} {{ n // 2 }} {{ n % 3 }} {{ n ** 2 }}
{{ neg // 2 }} {{ neg % 3 }} {{ n % -3 }} {{ neg / 2 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 2 ** -1 }}
{{ 4 / 2 }} {{ true + 1 }} {{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ - n }} {{ + n }}
{{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ [1] * 2 }} {{ (1,) * 2 }} {{ 'x' * 0 }} {{ 'x' * -1 }}
{{ 'a' + 'b' }} {{ [1] + [2] }} {{ (1,) + (2,) }}
{{ 1 ~ 'a' ~ none ~ [1] ~ 2.0 }}
{{ missing ~ 'x' }}|{{ missing }}|
{{ 1 + 'a' }}
{{ 'a' + 1 }}
{{ [1] + (2,) }}
{{ none + 1 }}
{{ missing + 1 }}
{{ 1 / 0 }}
{{ 1 // 0 }}
{{ 1 % 0 }}
{{ 1 < 2 }} {{ 2 <= 2 }} {{ 1 > 2 }} {{ 2 >= 3 }} {{ 1 == 1.0 }} {{ 1 != 2 }} {{ true == 1 }}
{{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ [1, 2] < [1, 3] }} {{ (1,) < (1, 0) }}
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1 == 1 }}
{{ 1 < 'a' }}
{{ none < 1 }}
{{ [1, 2] == [1, 2] }} {{ (1, 2) == [1, 2] }} {{ {'a': 1} == {'a': 1.0} }} {{ none == none }} {{ 'a' == 1 }}
{{ 1 in xs }} {{ 9 in xs }} {{ 'ell' in s }} {{ 'b' in d }} {{ 'x' not in d }} {{ 1 not in xs }}
{{ 1 in 'abc' }}
{{ 1 in 5 }}
{{ 'x' in missing }}
{{ not yes }} {{ not not yes }} {{ not xs }} {{ yes and no }} {{ no or 'x' }} {{ '' or none }} {{ 1 and 2 }}
{{ not 1 == 2 }} {{ not 'a' in s }}
{{ 'a' if yes else 'b' }} {{ 'a' if no else 'b' }} {{ 'a' if no }}|
{{ 'a' if no else 'b' if no else 'c' }}
{{ ('x' if yes else 'y') ~ 'z' }}
{{ s[0] }} {{ s[-1] }} {{ s[99] }}| {{ xs[0] }} {{ xs[-1] }} {{ xs[9] }}|
{{ s[1:3] }} {{ s[:5] }} {{ s[7:] }} {{ s[-5:] }} {{ s[::-1] }} {{ s[::2] }} {{ s[10:2:-3] }} {{ s[5:2] }}|
{{ xs[1:] }} {{ xs[:-1] }} {{ xs[::-1] }} {{ xs[:] }} {{ xs[5:] }} {{ (1,2,3)[1:] }} {{ xs[-99:99] }}
{{ uni[7] }} {{ uni[7:9] }} {{ uni|length }} {{ uni[::-1] }}
{{ xs['a'] }}|{{ d['nope'] }}|{{ d.nope }}|
{{ d.nope.more }}
{{ missing.attribute }}
{{ missing['item'] }}
{{ missing() }}
{{ s() }}
{{ s.nope }}|
{{ s.nope() }}
{{ d.a }} {{ d['a'] }} {{ d['a'][0] }} {{ d.a.1 }} {{ d.0 }}|{{ d['0'] }}
{{ xs[none] }}|
{{ xs[1.5] }}|
{{ xs[::0] }}
{{ d.items() | list }} {{ d.keys() | list }} {{ d.values() | list }}
{{ d.get('b') }} {{ d.get('x') }} {{ d.get('x', 5) }}
{{ d['items'] is defined }} {{ d['get'] is callable }}
{{ xs.append(4) }}
{{ d.update({'x': 1}) }}
{{ d.pop('b') }}
{{ s.__class__ }}
{{ s.__class__.__mro__ }}
{{ [].__class__.__base__ }}
{{ xs.index(1) }} {{ xs.count(3) }} {{ (1, 1).count(1) }}
{{ xs.index(99) }}
{{ s.upper() }} {{ s.lower() }} {{ s.title() }} {{ s.capitalize() }} {{ "it's a-b c".title() }}
{{ t.strip() }}|{{ t.lstrip() }}|{{ t.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'abcb'.rstrip('bc') }}|
{{ s.startswith('Hell') }} {{ s.endswith('d') }} {{ s.startswith(('x', 'H')) }} {{ s.endswith('') }}
{{ s.replace('l', 'L') }} {{ s.replace('l', 'L', 1) }} {{ 'ab'.replace('', '-') }} {{ 'ab'.replace('', '-', 2) }} {{ ''.replace('', 'x') }}
{{ s.split(', ') }} {{ s.split('l', 1) }} {{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ ' a  b c '.split(none, 1) }} {{ ''.split() }} {{ ''.split(',') }}
{{ 'a,b,c'.rsplit(',', 1) }} {{ 'a,b,c'.rsplit(',') }} {{ 'a,b'.split(',', 0) }}
{{ 'abc'.split('') }}
{{ lines.splitlines() }} {{ lines.splitlines(true) }} {{ 'a'.splitlines() }} {{ ''.splitlines() }}
{{ 'a=b=c'.partition('=') }} {{ 'a=b=c'.rpartition('=') }} {{ 'abc'.partition('=') }} {{ 'abc'.rpartition('=') }}
{{ ', '.join(['a', 'b']) }} {{ '-'.join('abc') }} {{ ''.join([]) }}
{{ ', '.join([1]) }}
{{ s.find('o') }} {{ s.rfind('o') }} {{ s.find('zz') }} {{ s.index('o') }} {{ s.count('l') }} {{ 'aaaa'.count('aa') }} {{ 'ab'.count('') }}
{{ s.index('zz') }}
{{ '12'.isdigit() }} {{ 'a1'.isalnum() }} {{ 'ab'.isalpha() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'ab'.islower() }} {{ ''.isdigit() }} {{ 'A1'.isupper() }} {{ '1'.isupper() }}
{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.py'.removesuffix('.py') }} {{ 'x'.removesuffix('') }}
{{ s.upper(1) }}
{{ s.startswith() }}
{{ s.startswith(1) }}
{{ s|upper }} {{ s|lower }} {{ 'hello wORLD-foo (bar'|title }} {{ 'hELLO'|capitalize }}
{{ t|trim }}| {{ 'xax'|trim('x') }} {{ 5|trim }}
{{ s|length }} {{ xs|length }} {{ d|length }} {{ xs|count }} {{ missing|length }} {{ ''|length }}
{{ 5|length }}
{{ none|length }}
{{ xs|first }} {{ xs|last }} {{ []|first }}| {{ s|first }} {{ s|last }}
{{ xs|join }} {{ xs|join(', ') }} {{ messages|join('; ', attribute='role') }} {{ [1, none, 'a']|join('-') }} {{ 'abc'|join('.') }}
{{ xs|list }} {{ 'abc'|list }} {{ d|list }} {{ missing|list }}
{{ 5|list }}
{{ xs|sort }} {{ xs|sort(reverse=true) }} {{ words|sort }} {{ words|sort(case_sensitive=true) }} {{ messages|sort(attribute='role')|map(attribute='role')|list }}
{{ [1, 'a']|sort }}
{{ words|unique|list }} {{ [1, 1.0, true, 2]|unique|list }} {{ ['a', 'A']|unique|list }} {{ ['a', 'A']|unique(true)|list }}
{{ xs|reverse|list }} {{ s|reverse }} {{ []|reverse|list }}
{{ xs|min }} {{ xs|max }} {{ xs|sum }} {{ words|min }} {{ words|max }} {{ []|sum }} {{ [0.5, 1]|sum }} {{ messages[:1]|map(attribute='role')|first }}
{{ []|max }}|
{{ xs|map('string')|list }} {{ words|map('upper')|join(',') }} {{ messages|map(attribute='content')|list }} {{ messages|map(attribute='tool_calls', default='-')|list }}
{{ words|map('replace', 'a', 'x')|list }}
{{ messages|map(attribute='role')|unique|join(' ') }}
{{ xs|select('odd')|list }} {{ xs|reject('odd')|list }} {{ [0, 1, '', 'a']|select|list }} {{ xs|select('gt', 1)|list }} {{ xs|select('>=', 2)|list }} {{ xs|select('in', [1, 9])|list }}
{{ messages|selectattr('role', 'equalto', 'user')|list|length }} {{ messages|rejectattr('role', 'eq', 'user')|map(attribute='role')|list }} {{ messages|selectattr('content')|list|length }} {{ messages|selectattr('tool_calls', 'defined')|list|length }}
{{ xs|select('nosuchtest')|list }}
{{ xs|map('nosuchfilter')|list }}
{{ messages|selectattr('role', '==', 'tool') is defined }} {{ 'y' if messages|selectattr('role', '==', 'tool') else 'n' }} {{ 'y' if messages|selectattr('role', '==', 'tool')|list else 'n' }}
{{ missing|default('x') }} {{ ''|default('x') }}| {{ ''|default('x', true) }} {{ none|default('x') }} {{ none|d('x', true) }} {{ missing|default }}| {{ d.nope|default('z') }} {{ 0|default(1, boolean=true) }}
{{ missing.a|default('x') }}
{{ '12'|int }} {{ '12.7'|int }} {{ 'x'|int }} {{ 'x'|int(5) }} {{ 3.9|int }} {{ ' 4 '|int }} {{ true|int }} {{ none|int }} {{ '-3'|int }} {{ '1e3'|int }} {{ []|int }}
{{ '1.5'|float }} {{ 'x'|float }} {{ 'x'|float(2) }} {{ 3|float }} {{ '1e3'|float }}
{{ missing|int }}
{{ -5|abs }} {{ (-5)|abs }} {{ 2.5|abs }} {{ 2.5|round }} {{ 3.5|round }} {{ 2.567|round(2) }} {{ 2.1|round(0, 'ceil') }} {{ 2.9|round(method='floor') }} {{ 5|round }}
{{ 'x'|round }}
{{ 5|string ~ 'x' }} {{ [1]|string }} {{ none|string }} {{ missing|string }}|
{{ 'a\\nb\\n\\nc'|indent }}|{{ 'a\\nb'|indent(2, true) }}|{{ 'a\\n\\nb'|indent(2, blank=true) }}|{{ 'a\\nb\\n'|indent('> ') }}|
{{ s|replace('o', '0') }} {{ s|replace('l', 'L', 2) }} {{ 112|replace(1, 2) }}
{{ d|items|list }} {{ missing|items|list }}
{{ xs|items|list }}
{{ d|dictsort }} {{ {'b': 1, 'A': 2}|dictsort }} {{ {'b': 1, 'a': 2}|dictsort(by='value') }} {{ {'b': 1, 'a': 2}|dictsort(reverse=true) }} {{ {'b': 1, 'A': 2}|dictsort(true) }}
{{ tool|tojson }}
{{ tool|tojson(indent=2) }}
{{ tool|tojson(indent=4, sort_keys=true) }}
{{ tool|tojson(ensure_ascii=true) }} {{ uni|tojson }} {{ [uni]|tojson(ensure_ascii=true) }}
{{ d|tojson(separators=(',', ':')) }} {{ xs|tojson(indent=1, separators=(', ', '=')) }}
{{ [1, 1.0, 1e20, none, true, '', [], {}, (1, 2)]|tojson }} {{ {1: 2, none: 3, true: 4, 1.5: 5}|tojson }} {{ []|tojson(indent=2) }}
{{ quote|tojson }} {{ '</script>&'|tojson }}
{{ missing|tojson }}
{{ range|tojson }}
{{ s|nosuchfilter }}
{{ s is nosuchtest }}
{{ x is defined }} {{ s is defined }} {{ missing is undefined }} {{ d.nope is defined }} {{ none is defined }} {{ d.nope is not defined }}
{{ none is none }} {{ nothing is none }} {{ missing is none }} {{ 0 is none }} {{ s is not none }}
{{ s is string }} {{ 1 is string }} {{ 1 is number }} {{ 1.5 is number }} {{ true is number }} {{ 's' is number }} {{ 1 is integer }} {{ true is integer }} {{ 1.0 is integer }} {{ 1.0 is float }}
{{ true is boolean }} {{ 1 is boolean }} {{ true is true }} {{ 1 is true }} {{ false is false }} {{ 0 is false }}
{{ d is mapping }} {{ xs is mapping }} {{ xs is sequence }} {{ s is sequence }} {{ d is sequence }} {{ 1 is sequence }} {{ xs is iterable }} {{ s is iterable }} {{ 1 is iterable }} {{ none is iterable }} {{ missing is iterable }} {{ missing is sequence }}
{{ range is callable }} {{ s is callable }} {{ s.upper is callable }}
{{ 3 is odd }} {{ 4 is even }} {{ -3 is odd }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ 3 is in [3] }} {{ 3 is in(xs) }} {{ 1 is eq 1 }} {{ 1 is equalto(2) }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 1 is ge(1) }} {{ 2 is gt 1 }} {{ 1 is le 0 }} {{ 1 is sameas 1 }} {{ none is sameas none }}
{{ 'AB' is upper }} {{ 'aB' is lower }} {{ '1' is upper }}
{{ 'a' is odd }}
{{ s is string and n is number }} {{ n is number or x }} {{ n is not string }} {{ 2 if 1 is odd else 3 }}
{{ 1 is odd if yes else 2 }}
{{ 1 is number is string }}
{{ -1|abs }} {{ -n|string }} {{ 1 + 2|string|length }} {{ 'a' ~ 'b'|upper }} {{ not x is defined }} {{ 2 * 3 is odd }} {{ (2 * 3) is odd }}
{{ xs|first + 1 }} {{ xs|length > 2 }} {{ 'a' in s|lower }} {{ s|lower|upper|length }}
{% if yes %}a{% endif %}b
{% if no %}a{% elif n == 7 %}b{% else %}c{% endif %}
{% if no %}a{% elif no %}b{% else %}c{% endif %}
{% if missing %}a{% else %}b{% endif %}
{% if xs and d and s and not e %}full{% endif %}
{% for x in xs %}{{ x }},{% endfor %}
{% for x in [] %}x{% else %}none{% endfor %}
{% for x in missing %}x{% else %}none{% endfor %}
{% for x in 5 %}x{% endfor %}
{% for x in none %}x{% endfor %}
{% for c in 'aé😀' %}[{{ c }}]{% endfor %}
{% for k in d %}{{ k }};{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d|items %}{{ k }}={{ v }};{% endfor %}
{% for k, v in d|dictsort %}{{ k }}={{ v }};{% endfor %}
{% for (a, b) in [(1, 2), [3, 4]] %}{{ a + b }} {% endfor %}
{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}
{% for a, b in [1] %}{{ a }}{% endfor %}
{% for x in xs if x > 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% endfor %}
{% for x in xs if x > 9 %}x{% else %}none{% endfor %}
{% for x in xs %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.depth }} {% endfor %}
{% for x in xs %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {% endfor %}
{% for x in xs %}{{ loop.cycle('a', 'b') }}{% endfor %} {% for x in [1, 1, 2] %}{{ loop.changed(x) }} {% endfor %}
{% for x in [1, 2] %}{% for y in [1, 2] %}{{ loop.depth }}{{ loop.index }} {% endfor %}{{ loop.index }};{% endfor %}
{% for x in xs %}{% if loop.first %}{% continue %}{% endif %}{{ x }}{% endfor %}
{% for x in xs %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in range(3) %}{{ x }}{% endfor %} {% for x in range(2, 8, 3) %}{{ x }}{% endfor %} {% for x in range(3, 0, -1) %}{{ x }}{% endfor %}
{{ range(5)|list }} {{ range(0)|list }} {{ range(3)[-1] }} {{ range(3)|length }}
{{ range(1, 2, 0) }}
{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}|
{% set y = 0 %}{% for x in xs %}{% set y = y + x %}{{ y }} {% endfor %}{{ y }}
{% set ns = namespace(y=0) %}{% for x in xs %}{% set ns.y = ns.y + x %}{% endfor %}{{ ns.y }} {{ ns.z }}|
{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a + ns.b }} {{ ns.a is defined }} {{ ns.zz is defined }}
{% set d.x = 1 %}
{% set missing.x = 1 %}
{% if yes %}{% set y = 5 %}{% endif %}{{ y }}
{% set a, b = 1, 2 %}{{ a }}{{ b }} {% set c = 1, 2 %}{{ c }} {% set (p, q) = [3, 4] %}{{ p }}{{ q }}
{% set a, b = 1 %}
{% set x %}a {{ n }} b{% endset %}[{{ x }}] {% set y | upper | trim %} abc {% endset %}[{{ y }}]
{% set x %}{% set z = 1 %}{% endset %}{{ z }}|
{% macro m(a, b=2, c=a) %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(c=0, a=5) }} {{ m() }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(z=2) }}
{% macro m() %}{{ s }}{% endmacro %}{{ m() }} {{ m()|upper }} {{ m() ~ '!' }}
{% macro fact(k) %}{% if k > 1 %}{{ k }}*{{ fact(k - 1) }}{% else %}1{% endif %}{% endmacro %}{{ fact(4) }}
{% macro m(a=1, b) %}{% endmacro %}
{% for x in xs %}{% macro m() %}<{{ x }}>{% endmacro %}{{ m() }}{% endfor %}
{% set z = 1 %}{% macro m() %}{% set z = 2 %}{{ z }}{% endmacro %}{{ m() }}{{ z }}
{{ dict(a=1, b='x') }} {{ dict({'k': 1}, z=2) }} {{ dict() }}
{{ raise_exception('stop') }}
{% if yes %}{{ raise_exception('stop: ' ~ n) }}{% endif %}
{{ strftime_now('%Y-%m-%d') }} {{ strftime_now('%d %b %Y, %H:%M:%S %j %A %a %B %y %I %p %%') }}
{# comment #}a{# {{ x }} {% if %} #}b
{% raw %}{{ not }} {% parsed %}{% endraw %}!
a {%- if yes -%} b {%- endif -%} c
a {{- s -}} b
a {#- c -#} b
<\\n  {% if yes %}\\n  x\\n  {% endif %}\\n>
<\\n  {%+ if yes %}\\n  x\\n  {% endif +%}\\n>
<\\n  {# c #}\\n  x
<\\n  {{ s }}\\n>
  {% if yes %}  x  {% endif %}  \\n
\\n\\n{% if yes %}\\n\\nx{% endif %}\\n\\n
{% for x in xs %}\\n  {{ x }}\\n{% endfor %}\\nend\\n
{% for x in xs -%}\\n  {{ x }}\\n{%- endfor %}\\nend\\n
a\\r\\nb\\r{% if yes %}\\r\\nc{% endif %}
{% raw %}\\n  x\\n{% endraw %}\\ny
  {%- raw -%}  x  {%- endraw -%}  y
x  {% raw %}  {{ a }}  {% endraw %}\\n  {% if yes %}z{% endif %}
{{ {'a': {'b': 1}}['a']['b'] }} {{ {'a': {'b': 1}} }}
{{ '}}' }} {{ "%}" }} {% set x = '%}' %}{{ x }}
{{ [1, 2,] }} {{ {'a': 1,} }} {{ (1, 2,) }} {{ [] }} {{ {} }}
{{ d.a|length + 1 if d.a else 0 }}
{{ messages[0].role }} {{ messages[0]['content'] }} {{ messages[-1].content is none }} {{ messages[1:]|length }} {{ messages[0].nope is defined }}
{{ messages[2].content.split('</think>')[-1] }} {{ messages[2]['content'].split('</think>', 1)[1].lstrip('\\n') }}
{% for m in messages %}{% if m.role == 'user' and m.content %}{{ '<|user|>' + m.content + '<|end|>' }}{% elif m.role == 'system' %}{{ m['content'] | trim }}{% endif %}{% endfor %}
{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ loop.index }}{% endif %}{% endfor %}
{{ messages|map(attribute='role')|list == ['system', 'user', 'assistant', 'user'] }}
{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | first }}
{{ messages[0].content + messages[3].content }}
{{ ((1)) }} {{ (1) + (2) }} {{ ((1, 2), 3) }}
{{ yes is true and no is false }} {{ 'yes' if s is string and s|length > 3 else 'no' }}
{{ }}
{{ 1 + }}
{{ (1 }}
{{ 1 ) }}
{{ 'open }}
{{ 1
{% if yes %}a
{% endif %}
{% for x xs %}{% endfor %}
{% for x in xs %}{% endif %}
{% nosuchtag %}
{% if %}x{% endif %}
{% set %}
{% set 1 = 2 %}
{% set none = 2 %}
{% break %}
{# open
{% raw %}open
{{ a b }}
{{ s. }}
{{ s[ }}
{{ ? }}
{{ s | }}
{{ s is }}
{{ f(a=1, 2) }}
{% macro m( %}{% endmacro %}
{% include 'x' %}
{% import 'x' as y %}
{% extends 'x' %}
{{ 'a' 'b' + 'c' }}
{{ 1if yes else 2 }}
{{ "%s-%d" | length }}
{{ [1,2,3][1:][0] }} {{ 'abc'[1:][0]|upper }} {{ xs|sort|first }} {{ (xs|sort)[0] }}
{{ {'a': 1}.a }} {{ [1, 2].0 }} {{ {'items': 5}['items'] }} {{ {'x': {'items': 3}}.x['items'] }}
{% if no %}{{ s | nosuch }}{% endif %}ok
{{ s if yes else s | nosuch }} {{ 'a' if yes else (s is nosuch) }}
{% if yes %}{{ s | nosuch }}{% endif %}
{% if no %}{% include 'x' %}{% import 'x' as y %}{% from 'x' import y with context %}{% endif %}ok
{% if no %}{% for x in xs recursive %}{{ loop(x) }}{% endfor %}{% endif %}ok
{% filter upper %}text {{ s }}{% endfilter %}
{% filter replace('a', 'b') | upper %}banana{% endfilter %}!
{% filter nosuch %}x{% endfilter %}
{%- macro d(a) -%}{{ a }} {{ caller() }}{%- endmacro %}{%- call d('x') -%}y{%- endcall -%}
{% macro t(xs) %}{% for x in xs %}<{{ caller(x, loop.index) }}>{% endfor %}{% endmacro %}{% call(x, i) t(xs) %}{{ i }}:{{ x }}{% endcall %}
{% macro t() %}{{ caller('a') }}{% endmacro %}{% call(x, y='z') t() %}{{ x }}{{ y }}{% endcall %}
{% macro t() %}{{ caller }}{% endmacro %}{{ t() }}
{% call 1 %}x{% endcall %}
{% macro m(a, b) %}{{ a * b }}{% endmacro %}{{ m(*[2, 3]) }} {{ m(2, *[3]) }} {{ m(**{'a': 2, 'b': 4}) }} {{ m(*[2], **{'b': 5}) }} {{ m(b=2, *[6]) }}
{% macro m(a, b) %}{{ a }}{% endmacro %}{{ m(1, **{'a': 2}) }}
{% macro m(a, b) %}{{ a }}{% endmacro %}{{ m(*[1], 2) }}
{% macro m(a, b) %}{{ a }}{% endmacro %}{{ m(**{'a': 1}, b=2) }}
{{ range(*[1, 4])|list }} {{ dict(**{'a': 1}) }}
{{ nothing | selectattr('a') | list | length }} {{ nope | map('upper') | list }} {{ nothing | select | list }} {{ nothing | rejectattr('a') | list }} {{ nothing | map(attribute='a') | list }}
{{ nothing | list }}
{% with a = 1, b = s %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}
{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}
{% with %}x{% endwith %}
{% block body %}x{{ s }}{% endblock %}{% block b2 %}y{% endblock b2 %}
{{ {[1]: 2} }}
{{ {'a': 1, 'a': 2} }} {{ {1: 'a', 1.0: 'b', true: 'c'} }}
{{ messages | groupby('role') | map(attribute='grouper') | list }} {{ (messages | groupby('role'))[1].list | length }} {{ (messages | groupby('role'))[0][0] }}
{% for role, group in messages | groupby('role') %}{{ role }}={{ group | map(attribute='content') | list }};{% endfor %}
{% for g in messages | groupby('role') %}{{ g.grouper }}:{{ g.list | length }}:{{ g | length }} {% endfor %}
{{ [{'a': 'x', 'n': 1}, {'a': 'Y', 'n': 2}, {'a': 'X', 'n': 3}] | groupby('a') }}
{{ [{'a': 'x', 'n': 1}, {'a': 'Y', 'n': 2}, {'a': 'X', 'n': 3}] | groupby('a', case_sensitive=true) }}
{{ [{'a': 'x'}, {'b': 1}] | groupby('a', default='none') }} {{ [[2, 'b'], [1, 'a'], [2, 'c']] | groupby(0) }} {{ missing | groupby('a') }}
{{ [{'a': 1}, {'b': 1}] | groupby('a') }}
{{ none | groupby('a') }}
{{ [{'u': {'c': 'B'}}, {'u': {'c': 'A'}}] | groupby('u.c') }}
{{ [{'a': 2, 'b': 1}, {'a': 1, 'b': 2}, {'a': 1, 'b': 1}] | sort(attribute='a,b') }} {{ [{'a': 'b'}, {'a': 'A'}] | sort(attribute='a', reverse=true) }}
{{ [1, 2, 3, 4, 5] | batch(2) | list }} {{ [1, 2, 3] | batch(2, '-') | list }} {{ [] | batch(3) | list }}
{{ [1, 2, 3, 4, 5] | slice(2) | list }} {{ [1, 2, 3, 4, 5] | slice(3, 0) | list }}
{{ '{} and {}'.format(1, 'b') }} {{ '{0}{1}{0}'.format('a', 'b') }} {{ '{x}-{y}'.format(x=1, y=[1, 'a']) }} {{ '{{}} {}'.format(none) }}
{{ '{0[a]} {0[b]}'.format({'a': 1, 'b': 'c'}) }} {{ '{0[1]}'.format([5, 6]) }} {{ '{m[role]}'.format(m=messages[0]) }} {{ '{0[a][0]}'.format(d) }}
{{ '{0.a}'.format(d) }} {{ '{d.tool.name}'.format(d={'tool': tool}) }}
{{ '{:5}|{:<5}|{:>5}|{:^5}|{:*^6}|{:.2}'.format('ab', 'ab', 'ab', 'ab', 'ab', 'abc') }}
{{ '{:5}|{:<5}|{:>5}|{:^5}|{:05}|{:+}|{: }|{:=+6}'.format(42, 42, 42, 42, 42, 42, 42, 42) }}
{{ '{:d} {:b} {:o} {:x} {:X} {:#x} {:#b} {:c} {:,} {:_} {:_b}'.format(42, 42, 42, 42, 42, 255, 5, 65, 1234567, 1234567, 255) }}
{{ '{:f} {:.2f} {:.0f} {:e} {:.3e} {:g} {:g} {:g} {:%} {:.1%}'.format(2.5, 2.675, 2.5, 12345.678, 0.00012, 1e-5, 123456.0, 1234567.0, 0.5, 0.123) }}
{{ '{:.3} {:.3} {:10} {:08.3f} {:+.1f} {:,.2f} {:G} {:E}'.format(1234.5, 1.0, 1.5, -3.14159, 2.0, 1234567.891, 1e-10, 5.0) }}
{{ '{:.6} {:.7} {:.5} {:.1} {:.2} {:.3}'.format(123456.0, 123456.0, 123456.0, 5.0, 0.00001, 1e16) }}
{{ '{:#.3g} {:#g} {:#.0f} {:.0e} {:#.0e} {:g} {:e}'.format(1.0, 2.0, 3.0, 12345.0, 5.0, 0.0, 0.0) }}
{{ '{:06,} {:07,} {:08,} {:012,.1f} {:010_x} {:+08,}'.format(1234, 1234, 1234, 1234.5, 65535, -1234) }}
{{ '{:3} {:d} {}'.format(true, false, true) }} {{ '{:.2f}'.format(3) }} {{ '{:x>5}{:é<3}'.format('a', 'b') }}
{{ '{!r} {!s} {!a}'.format('a', 'b', 'é') }} {{ '{!r:>6}'.format('a') }} {{ '{0!r}'.format([1]) }}
{{ '{:{}}|{:{w}.{p}}'.format('a', 4, 'abc', w=5, p=2) }} {{ '{:>{w}}'.format(7, w=4) }}
{{ '{0} {}'.format(1, 2) }}
{{ '{} {0}'.format(1, 2) }}
{{ '{}'.format() }}
{{ '{x}'.format(y=1) }}
{{ '{'.format(1) }}
{{ '}'.format(1) }}
{{ '{:q}'.format(1) }}
{{ '{:d}'.format('a') }}
{{ '{:d}'.format(1.5) }}
{{ '{:s}'.format(1) }}
{{ '{:5}'.format(none) }}
{{ '{:5}'.format([1]) }}
{{ '{:+}'.format('a') }}
{{ '{:=5}'.format('a') }}
{{ '{:,}'.format('a') }}
{{ '{:.2d}'.format(1) }}
{{ '{0[x]}'.format([1]) }}
{{ '{0.nope}'.format(d) }}
{{ '{!z}'.format(1) }}
{{ '{0.__class__}'.format(s) }}
{{ '{}'.format(missing) }}| {{ '{a}'.format_map({'a': 5}) }} {{ '{:05}'.format('ab') }} {{ '{:<05}'.format(3) }}
{{ '{:{:{}}}'.format(1, 2, 3) }}
{{ '%s and %s' % ('a', 1) }} {{ '%s' % 'x' }} {{ '%d%%' % 50 }} {{ '%5d|%-5d|%05d|%+d|% d' % (1, 2, 3, 4, 5) }} {{ '%.2f' % 3.14159 }} {{ '%x %X %o %#x' % (255, 255, 8, 255) }} {{ '%(a)s-%(b)03d' % {'a': 1, 'b': 2} }}
{{ '%r %s' % ('a', [1]) }} {{ '%10s|%-10s|%.2s' % ('ab', 'cd', 'efg') }} {{ '%c%c' % ('a', 66) }} {{ '%e %g' % (1.5, 0.1) }} {{ '%d' % 3.9 }} {{ '%*d' % (5, 42) }} {{ '%s' % none }} {{ 'x' % [] }} {{ '%i' % true }}
{{ '%s' % (1, 2) }}
{{ '%s %s' % 'a' }}
{{ '%d' % 'a' }}
{{ '%q' % 1 }}
{{ '%' % 1 }}
{{ '%(a)s' % 1 }}
{{ 'x' % 1 }}
{{ '%s-%s' | format('a', 'b') }} {{ '%(x)s' | format(x=5) }} {{ '%d items' | format(xs | length) }}
{{ tool | tojson(true) }} {{ tool | tojson(false, 2) }} {{ [1, {'b': 1, 'a': 'é'}] | tojson(false, none, (',', ':'), true) }} {{ [1] | tojson(indent=0) }} {{ [1, [2]] | tojson(indent='\\t') }} {{ [1] | tojson(indent=true) }}
{{ '<a href="x">&\\'</a>' | tojson }} {{ '\\u2028\\x7f\\x1f' | tojson }} {{ '\\x7f😀' | tojson(ensure_ascii=true) }} {{ [0.1, 1e100, 1e-7, -0.0, 100.0] | tojson }}
{{ {'b': 1, 'a': {'d': 1, 'c': 2}} | tojson(sort_keys=true) }} {{ {'z': [], 'y': {}} | tojson(indent=1) }}
{{ messages | map('tojson') | join(',') }} {{ [1, 2] | map('tojson', indent=1) | list }}
{{ [messages | groupby('role')] | tojson }}
{{ xs | map('string') | tojson }}
{{ 'hello'.find('l') }} {{ 'hello'.find('l', 3) }} {{ 'hello'.find('l', 4) }} {{ 'hello'.find('l', 0, 2) }} {{ 'hello'.rfind('l', 0, 3) }} {{ 'hello'.find('', 9) }} {{ 'hello'.find('o', -2) }} {{ '😀x'.find('x') }} {{ 'hello'.index('l', 3) }} {{ 'hello'.rindex('l') }}
{{ 'banana'.count('a') }} {{ 'banana'.count('a', 2) }} {{ 'banana'.count('ana') }} {{ 'banana'.count('') }} {{ 'banana'.count('a', 2, 4) }} {{ 'hello'.startswith('l', 2) }} {{ 'hello'.startswith('', 9) }} {{ 'hello'.endswith('l', 0, 4) }} {{ 'hello'.startswith(('x', 'he')) }} {{ 'hello'.endswith(()) }}
{{ 'hello'.startswith((('h',),)) }}
{{ 'a b  c '.rsplit() }} {{ ' a b c '.rsplit(none, 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ 'a,b'.rsplit(',', 0) }} {{ 'aaaa'.rsplit('aa') }} {{ ' a b c '.split(none, 1) }} {{ 'aXbXc'.split('X', 1) }} {{ 'abcabcabcabcabcabcabcabc-abcabcabcabcabcabcabcabc'.split('abcabcabcabcabcabc') }} {{ 'abcabcabcabcabcabcabcabc'.rsplit('abcabcabcabcabcabc') }}
{{ 'xabcabcabcabcabcabcabcx'.find('abcabcabcabcabcabcabc') }} {{ 'abcabcabcabcabcabcabcabcabc'.rfind('abcabcabcabcabcabcabc') }} {{ ('ab' * 20).replace('ab' * 9, '-') }} {{ ('ab' * 20).count('ba' * 9) }} {{ 'ab' * 9 in 'xx' ~ 'ab' * 9 }} {{ ('ab' * 10).partition('ba' * 9) }} {{ ('ab' * 10).rpartition('ba' * 9) }}
{{ 'ab'.center(7, '*') }} {{ 'abc'.center(6, '*') }} {{ 'ab'.ljust(4) }}| {{ 'ab'.rjust(4, '.') }} {{ '-5'.zfill(4) }} {{ '5'.zfill(3) }} {{ 'abc'.zfill(2) }} {{ 'aBc'.swapcase() }} {{ 'ß'.casefold() }} {{ 'abc'.isascii() }} {{ 'ab' | center(6) }}|
{{ 'ab'.ljust(4, 'xy') }}
{{ 'two words, here' | wordcount }} {{ '<a & "b" \\'c\\'>' | e }} {{ d | attr('a') }}|{{ '😀b'[::-1] }} {{ 'abcdef'[4:1:-2] }} {{ '😀bc'[::2] }} {{ 'x' | reverse }}
{% macro m(a) %}{{ a }}{{ varargs }}{% endmacro %}{{ m(1, 2, 3) }} {{ m() }}
{% macro m(a) %}{{ a }}{{ kwargs }}{% endmacro %}{{ m(1, b=2) }} {{ m(a=1, c=3) }}
{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(*[1, 2], **{'a': 'b'}) }}
{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}
{% macro m() %}x{% endmacro %}{{ m(caller=1) }}
{% macro m() %}{{ kwargs | length }}{% endmacro %}{% call m() %}y{% endcall %}
{% macro m(a, a) %}x{% endmacro %}
{% macro outer() %}{% call inner() %}{{ caller() }}{% endcall %}{% endmacro %}{% macro inner() %}[{{ caller() }}]{% endmacro %}{% call outer() %}z{% endcall %}
{% macro m(x) %}{{ caller(x + 1) }}{% endmacro %}{% for i in xs %}{% call(j) m(i) %}{{ i }}{{ j }} {% endcall %}{% endfor %}
{% call(a, b=n) nope() %}{% endcall %}
{% macro m() %}{{ caller(1) }}{% endmacro %}{% call() m() %}y{% endcall %}
{% macro m(xs) %}{{ xs | join('-') }}{% endmacro %}{{ m([*xs]) }}
{{ m(*5) }}
{{ range(*missing) | list }}
{{ dict(**missing) }}
{{ xs | join(*['-']) }} {{ s | replace(*['o', '0']) }} {{ s | replace(**{'old': 'l', 'new': 'L'}) }} {{ 3 is divisibleby(*[3]) }}
{% filter indent(2) | trim %}a{{ "\\n" }}b{% endfilter %}
{% filter upper %}{% filter replace('X', 'y') %}axb{% endfilter %}{% endfilter %}
{% set x | upper | replace('A', 'b') %}aca{% endset %}{{ x }}
{% if no %}{{ s | nosuch | other(1, a=2) }}{{ s is nosuch(1) }}{{ s is not a.b }}{% endif %}ok
{{ 'upper' is filter }} {{ 'nosuch' is filter }} {{ 'odd' is test }} {{ 'nosuch' is test }}
{% if 'nosuch' is filter %}{{ s | nosuch }}{% else %}without{% endif %}
{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q is defined }} {% with a = 1 %}{% with b = a + 1 %}{{ a }}{{ b }}{% endwith %}{% endwith %}
{% with (a, b) = (1, 2) %}{{ a }}{{ b }}{% endwith %}
{% with a %}x{% endwith %}
{{ '12_3' | int }} {{ '0x1F' | int(base=16) }} {{ '1__2' | int }} {{ '_1' | int }} {{ ' 12 ' | float }} {{ '1_0.5' | float }} {{ 'inf' | float }} {{ '1.' | float }} {{ '.5' | float }} {{ '+1e-2' | float }} {{ '1e' | float(7) }}
{{ (xs | map('string') | list) == ['3', '1', '2'] }} {{ [[3, 'a'], [1, 'b']] | sort }} {{ [1, 2.5, true] | sort }} {{ ['b', 'a', 'B', 'A'] | sort }} {{ [3, 1, 2] | sort(true) }}
""".strip("\n").split("\n")


def environment():
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(
            value,
            ensure_ascii=ensure_ascii,
            indent=indent,
            separators=separators,
            sort_keys=sort_keys,
        )

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def outcome(template):
    try:
        rendered = environment().from_string(template).render(VARIABLES)
        return {"template": template, "rendered": rendered}
    except Exception as error:  # what kind does not matter, only that it failed
        return {"template": template, "fails": f"{type(error).__name__}: {error}"}


def unescaped(line):
    """Line ends are written as escapes, except in snippets with strings, whose own they are."""
    return line if "'" in line else line.replace("\\r", "\r").replace("\\n", "\n")


def main():
    cases = [outcome(unescaped(line)) for line in SNIPPETS]
    document = {"jinja": jinja2.__version__, "variables": VARIABLES, "cases": cases}
    TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    failing = sum("fails" in case for case in cases)
    print(f"{len(cases)} cases, {failing} of them failing")


if __name__ == "__main__":
    main()
