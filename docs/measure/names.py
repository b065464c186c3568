#!/usr/bin/env python3
"""Compares what names mean with what a language's own server says.

    docs/measure/names.py --language python --server "pyright-langserver --stdio" FOLDER ...
    docs/measure/names.py --language typescript --tsserver .../typescript/lib/tsserver.js FOLDER ...
    docs/measure/names.py --language cpp,c --server clangd FOLDER ...

`gloss eval names` points at names in files of the language under each folder (--names in each, by
--seed) and says which declaration it finds. At each of them a server that speaks LSP is asked for
`textDocument/definition` and, so that a prototype counts as much as a body,
`textDocument/declaration`; TypeScript's own server, which does not speak LSP, for `definition`.
Prints a table in Markdown: of how many names a declaration was found, which of these are right (the
server names the place, too), wrong (it names others) and open (it names none); and how many of the
names were found rightly that the server finds declared in the folder, with the 95 % interval of
Wilson (1927). Behind it stands each wrong and each open one. Servers err, too: look at those.

--answers FILE takes what `gloss eval names --json` printed before, instead of running it.
"""

import argparse
import json
import math
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

HOME = Path(__file__).resolve().parents[2]

# What LSP calls the language of a file.
LANGUAGES = {
    ".c": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cxx": "cpp",
    ".go": "go",
    ".h": "c",
    ".hh": "cpp",
    ".hpp": "cpp",
    ".hxx": "cpp",
    ".js": "javascript",
    ".jsx": "javascriptreact",
    ".kt": "kotlin",
    ".mjs": "javascript",
    ".py": "python",
    ".pyi": "python",
    ".rs": "rust",
    ".ts": "typescript",
    ".tsx": "typescriptreact",
}


class Place(NamedTuple):
    """Where a name stands; lines and UTF-16 characters count from 0."""

    file: str
    line: int
    character: int

    def __str__(self):
        return f"{self.file}:{self.line + 1}"


def place(answer):
    return Place(answer["file"], answer["line"], answer["character"])


def text(file):
    # Line ends stay as they are, since they count.
    return Path(file).read_bytes().decode("utf-8", errors="replace")


class Range(NamedTuple):
    """Where a server says that something is declared."""

    start: Place
    end: Place

    def holds(self, name):
        """Whether a name stands there; that of Python's `**names` may begin behind its start."""
        return self.start.file == name.file and self.start <= name <= self.end

    def __str__(self):
        return str(self.start)


class Process:
    """A server that reads and writes messages over its standard streams."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.asked = 0
        self.opened = set()

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def read_message(self):
        """The next message: a head with its length, a blank line, and JSON."""
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("the language server ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line.strip() and length is not None:
                return json.loads(self.process.stdout.read(length))

    def close(self):
        self.process.kill()
        self.process.wait()


class LspServer(Process):
    """A server that speaks LSP, for one folder."""

    def __init__(self, command, folder):
        super().__init__(shlex.split(command))
        uri = Path(folder).as_uri()
        can = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": Path(folder).name}],
                "capabilities": {"general": {"positionEncodings": ["utf-16"]}},
            },
        )["capabilities"]
        self.questions = ["textDocument/definition"]
        if can.get("declarationProvider"):
            self.questions.append("textDocument/declaration")
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def request(self, method, parameters):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": parameters})
        while True:
            message = self.read_message()
            if "method" in message:
                if "id" in message:
                    self.answer(message)
            elif message.get("id") == self.asked:
                if "error" in message:
                    sys.exit(f"{method}: {message['error'].get('message')}")
                return message.get("result")

    def answer(self, question):
        """Every setting is as it is by default, and whatever else is asked for is granted."""
        items = (question.get("params") or {}).get("items", [])
        result = [None] * len(items) if question["method"] == "workspace/configuration" else None
        self.send({"id": question["id"], "result": result})

    def declarations(self, at):
        uri = Path(at.file).as_uri()
        if uri not in self.opened:
            self.opened.add(uri)
            language = LANGUAGES[Path(at.file).suffix]
            document = {"uri": uri, "languageId": language, "version": 0, "text": text(at.file)}
            self.notify("textDocument/didOpen", {"textDocument": document})
        found = []
        for question in self.questions:
            position = {"line": at.line, "character": at.character}
            result = self.request(question, {"textDocument": {"uri": uri}, "position": position})
            for link in result if isinstance(result, list) else [result] if result else []:
                place = link.get("targetSelectionRange") or link["range"]
                path = urlsplit(link.get("targetUri") or link["uri"]).path
                file = str(Path(url2pathname(path)))
                ends = (place[end] for end in ("start", "end"))
                found.append(Range(*(Place(file, end["line"], end["character"]) for end in ends)))
        return found


class TypeScriptServer(Process):
    """TypeScript's own server, whose lines and characters count from 1."""

    def __init__(self, path, folder):
        super().__init__(["node", path, "--disableAutomaticTypingAcquisition"])

    def send(self, command, arguments):
        self.asked += 1
        message = {"seq": self.asked, "type": "request", "command": command, "arguments": arguments}
        self.write(json.dumps(message).encode() + b"\n")

    def declarations(self, at):
        if at.file not in self.opened:
            self.opened.add(at.file)
            self.send("open", {"file": at.file, "fileContent": text(at.file)})
        self.send("definition", {"file": at.file, "line": at.line + 1, "offset": at.character + 1})
        while True:
            message = self.read_message()
            if message.get("request_seq") == self.asked and message["type"] == "response":
                return [self.range(found) for found in message.get("body") or []]

    @staticmethod
    def range(found):
        ends = (found[end] for end in ("start", "end"))
        return Range(*(Place(found["file"], end["line"] - 1, end["offset"] - 1) for end in ends))


def wilson(part, whole, z=1.96):
    """The interval in which a share lies, by Wilson's score."""
    share = part / whole
    middle = share + z * z / (2 * whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return [(middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1)]


def compared(answers, server):
    """How many came out in which way, and lines that tell of those to be looked at."""
    counts, doubtful = Counter(), []
    for answer in answers:
        counts["names"] += 1
        meant = server.declarations(place(answer))
        inside = any(Path(answer["folder"]) in Path(it.start.file).parents for it in meant)
        counts["inside"] += inside
        if not answer["declaration"]:
            continue
        shown = place(answer["declaration"])
        right = any(it.holds(shown) for it in meant)
        outcome = "right" if right else "wrong" if meant else "open"
        counts["answered"] += 1
        counts[outcome] += 1
        counts["found"] += outcome == "right" and inside
        if outcome != "right":
            others = ", ".join(dict.fromkeys(map(str, meant))) or "nothing"
            kind = answer["declaration"]["kind"]
            doubtful.append(
                f"- {outcome}: {place(answer)} `{answer['name']}`: "
                f"shown {kind} {shown}, the server says {others}"
            )
    return counts, doubtful


def row(name, counts):
    share = "-"
    if counts["inside"]:
        low, high = wilson(counts["found"], counts["inside"])
        share = (
            f"{counts['found']} of {counts['inside']} "
            f"({100 * counts['found'] / counts['inside']:.1f} %, {100 * low:.1f} to {100 * high:.1f})"
        )
    cells = [name, *(counts[key] for key in ("names", "answered", "right", "wrong", "open")), share]
    return "| " + " | ".join(map(str, cells)) + " |"


def answers(options):
    """What is found at each name, by the folders."""
    if options.answers:
        lines = options.answers.read_text(encoding="utf-8").splitlines()
    else:
        command = [HOME / "gloss", "eval", "names", "--json", "--language", options.language]
        command += ["--names", str(options.names), "--seed", str(options.seed), *options.folders]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        if done.returncode != 0:
            sys.exit(done.returncode)
        lines = done.stdout.splitlines()
    folders = {}
    for answer in map(json.loads, lines):
        folders.setdefault(answer["folder"], []).append(answer)
    return folders


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument("--language", metavar="ID")
    parser.add_argument("--names", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answers", type=Path, metavar="FILE")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--server", metavar="COMMAND", help="a server that speaks LSP")
    which.add_argument("--tsserver", metavar="PATH", help="TypeScript's own server")
    options = parser.parse_args()
    if not options.answers and not (options.folders and options.language):
        parser.error("expected --language and folders, or --answers")
    print("| | names | answered | right | wrong | open | found, of those declared in the files |")
    print("|---|---|---|---|---|---|---|")
    total, doubtful = Counter(), []
    for folder, found in answers(options).items():
        if options.server:
            server = LspServer(options.server, folder)
        else:
            server = TypeScriptServer(options.tsserver, folder)
        try:
            counts, lines = compared(found, server)
        finally:
            server.close()
        total += counts
        doubtful += lines
        print(row(Path(folder).name, counts), flush=True)
    print(row("all", total))
    print("", *doubtful, sep="\n")


if __name__ == "__main__":
    main()
