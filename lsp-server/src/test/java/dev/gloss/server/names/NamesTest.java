package dev.gloss.server.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.workspace.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What names mean in languages that have a grammar.
@Timeout(120)
class NamesTest {
  @TempDir Path folder;

  private MarkedCode file(String name, String marked) {
    return new MarkedCode(folder).file(name, marked);
  }

  @ParameterizedTest
  @EnumSource(Grammar.class)
  void eachGrammarUnderstandsItsQuery(Grammar grammar) {
    assertTrue(grammar.query().isPresent(), grammar.name());
  }

  @Test
  void pythonHasScopesOfFunctionsClassesAndLoopsInBrackets() {
    file(
            "a.py",
            """
            ⟦limit=1⟧ = 3
            def ⟦total=2⟧(⟦xs=3⟧, ⟦start=4⟧=⟦limit@1⟧, ⟦limit=5⟧=⟦limit@1⟧):
                ⟦sum_=6⟧ = ⟦start@4⟧
                for ⟦x=7⟧ in ⟦xs@3⟧:
                    ⟦sum_@6⟧ += ⟦x@7⟧ + ⟦limit@5⟧
                ⟦len@⟧(⟦xs@3⟧)
                return [⟦y@8⟧ for ⟦y=8⟧ in ⟦xs@3⟧ if ⟦y@8⟧] + [⟦total@2⟧(⟦sum_@6⟧)]
            class ⟦Box=9⟧(Base):
                ⟦size=10⟧ = ⟦limit@1⟧
                ⟦twice=11⟧ = ⟦size@10⟧ * 2
                def ⟦grow=12⟧(self, by):
                    self.⟦size@10⟧ += by
                    self.⟦step=13⟧ = by
                    self.⟦shrink@14⟧(self.⟦step@13⟧, self.⟦inherited@⟧)
                    return ⟦size@⟧
                def ⟦shrink=14⟧(self, by): pass
            def count():
                global ⟦limit@⟧
                ⟦limit@1⟧ = 4
            def other(box: ⟦Box@9⟧, any):
                box.⟦grow@12⟧(1)
                any.⟦grow@⟧(1)
                made = ⟦Box@9⟧()
                made.⟦shrink@14⟧(1)
                ⟦Box@9⟧.⟦size@10⟧
            """)
        .check();
  }

  @Test
  void pythonSaysNothingWhereTwoCouldBeMeant() {
    file(
            "a.py",
            """
            from os.path import *
            if x:
                def ⟦twice=1⟧(): pass
            else:
                def ⟦twice=2⟧(): pass
            ⟦twice@⟧()
            ⟦join@⟧("a")
            ⟦str=3⟧ = ⟦str@⟧
            ⟦other@⟧()
            f(⟦named@⟧=1)
            """)
        .check();
  }

  @Test
  void pythonAssignsToPropertiesThatAreInherited() {
    file(
            "a.py",
            """
            from typing import Generic
            from threading import Thread
            class Base:
                @property
                def debug(self): return self._debug
                @debug.setter
                def debug(self, on): self._debug = on
                name: str
                def __init__(self): self.level = 1
            class Middle(Base): pass
            class App(Middle):
                def run(self):
                    self.⟦debug@⟧ = self.⟦level=1⟧ = self.⟦name@⟧ = 2
                    return self.⟦debug@⟧, self.⟦level@1⟧, self.⟦name@⟧
            class Work(Thread):
                def run(self):
                    self.⟦name=5⟧ = self.⟦_seen=2⟧ = 2
                    return self.⟦name@⟧, self.⟦_seen@2⟧
            class Fault(ValueError):
                def __init__(self): self.⟦why=3⟧ = self.⟦why@3⟧
            class Box(Generic[T]):
                def __init__(self): self.⟦own=4⟧ = self.⟦own@4⟧
            """)
        .check();
  }

  @Test
  void pythonImportsWhatTheWorkspaceHas() {
    file("shop/__init__.py", "from .till import ⟦Till@1⟧, open_till as ⟦opened@2⟧\n")
        .file(
            "shop/till.py",
            "class ⟦Till=1⟧:\n    def ⟦pay=3⟧(self): pass\ndef ⟦open_till=2⟧(): pass\n")
        .file("json.py", "def ⟦loads=4⟧(): pass\n")
        .file(
            "main.py",
            """
            import shop, shop.till as t, json
            from shop import Till, opened
            from shop.till import ⟦missing@⟧
            import requests
            ⟦Till@1⟧().pay()
            t.⟦Till@1⟧
            shop.⟦opened@2⟧()
            json.⟦loads@⟧()
            requests.⟦get@⟧()
            def pay(till: Till):
                till.⟦pay@3⟧()
            class Big(⟦Till@1⟧):
                def all(self):
                    self.⟦pay@3⟧()
            """)
        .check();
  }

  @Test
  void scriptsHaveBlocksAndHoistedVariables() {
    file(
            "a.js",
            """
            const ⟦a=1⟧ = 1, { ⟦b=2⟧, c: ⟦d=3⟧, ...⟦rest=4⟧ } = f(⟦a@1⟧);
            function ⟦f=5⟧(⟦x=6⟧, { ⟦y=7⟧ }, ...⟦zs=8⟧) {
              if (⟦x@6⟧) { let ⟦a=9⟧ = ⟦y@7⟧; var ⟦v=10⟧ = ⟦a@9⟧; }
              for (const ⟦z=11⟧ of ⟦zs@8⟧) { ⟦z@11⟧; ⟦a@1⟧; }
              try { ⟦v@10⟧; } catch (⟦e=12⟧) { ⟦e@12⟧; }
              return ⟦w@⟧ + ⟦rest@4⟧ + ⟦d@3⟧;
            }
            class ⟦Till=13⟧ {
              ⟦sum=14⟧ = 0;
              ⟦add=15⟧(⟦by=16⟧) {
                this.⟦sum@14⟧ += ⟦by@16⟧;
                [1].map(⟦q=17⟧ => this.⟦add@15⟧(⟦q@17⟧));
                [1].map(function () { this.⟦add@⟧(1); });
                return ⟦add@⟧ + this.⟦missing@⟧;
              }
            }
            const ⟦till=18⟧ = new ⟦Till@13⟧();
            ⟦till@18⟧.⟦add@15⟧(1);
            const o = { ⟦key@⟧: 1, m() { this.⟦sum@⟧; } };
            """)
        .check();
  }

  @Test
  void typescriptHasTypesBesideValues() {
    new MarkedCode(folder)
        .file(
            "a.ts",
            """
            import { Till as ⟦T@1⟧, pay } from './till.js';
            import * as all from './all';
            import ⟦Main@2⟧ from './till';
            type ⟦Sum=3⟧<⟦X=4⟧> = ⟦X@4⟧ | number;
            const ⟦Sum=5⟧ = 1;
            interface ⟦Shape=6⟧ { ⟦area=7⟧: number; ⟦scale=8⟧(by: number): void; }
            enum ⟦Color=9⟧ { ⟦Red=10⟧, Green = 2 }
            function ⟦use=11⟧(shape: ⟦Shape@6⟧, sum: ⟦Sum@3⟧<string>, till: T): ⟦Color@9⟧ {
              shape.⟦scale@8⟧(shape.⟦area@7⟧);
              till.⟦pay@12⟧();
              all.⟦helper@13⟧(⟦Sum@5⟧);
              ⟦pay@⟧();
              return ⟦Color@9⟧.⟦Red@10⟧;
            }
            class Own extends T {
              constructor(private readonly ⟦shape=14⟧: Shape) { super(); }
              run() { this.⟦shape@14⟧.⟦area@7⟧; this.⟦pay@12⟧(); }
            }
            function ⟦over=15⟧(a: string): void;
            function ⟦over=16⟧(a: number): void;
            ⟦over@⟧(1);
            """)
        .file(
            "till.ts",
            "export class ⟦Till=1⟧ { ⟦pay=12⟧() {} }\nexport default class ⟦Main=2⟧ {}\n")
        .file("all/index.ts", "export * from '../helpers';\n")
        .file("helpers.ts", "export const ⟦helper=13⟧ = (a: number) => a;\n")
        .check();
  }

  @Test
  void typescriptTellsNotStaticFieldsFromOthers() {
    file(
            "a.ts",
            """
            class ⟦Clock=1⟧ {
              static ⟦now=2⟧ = 1;
              ⟦now=3⟧: number;
              ⟦zone=4⟧: string;
              tell() { return this.⟦now@⟧ + this.⟦zone@4⟧; }
            }
            """)
        .check();
  }

  @Test
  void elementsInCodeAreComponentsOrTheBrowsers() {
    file(
            "a.tsx",
            """
            const ⟦div=1⟧ = 1;
            function ⟦Card=2⟧({ ⟦title=3⟧ }: Props) { return <⟦div@⟧>{⟦title@3⟧}</⟦div@⟧>; }
            const page = <⟦Card@2⟧ title={⟦div@1⟧} />;
            """)
        .check();
  }

  @Test
  void goKnowsItsPackageAndItsReceivers() throws IOException {
    Files.writeString(folder.resolve("go.mod"), "module example.org/shop\n\ngo 1.24\n");
    new MarkedCode(folder)
        .file(
            "main.go",
            """
            package main

            import (
            	"example.org/shop/till"
            	"fmt"
            )

            type ⟦Shop=1⟧ struct {
            	⟦Name=2⟧ string
            	till *till.⟦Till@3⟧
            }

            func (⟦s=4⟧ *⟦Shop@1⟧) ⟦Open=5⟧(⟦n=6⟧ int) (⟦err=7⟧ error) {
            	⟦x=8⟧, ⟦err@7⟧ := ⟦load@9⟧(⟦n@6⟧)
            	⟦x=10⟧ := 1
            	if ⟦x=11⟧ := ⟦x@8⟧; ⟦x@11⟧ > 0 {
            		⟦s@4⟧.⟦Open@5⟧(⟦x@11⟧)
            	}
            	for ⟦i=12⟧, _ := range s.⟦Name@2⟧ {
            		fmt.⟦Println@⟧(⟦i@12⟧)
            	}
            	s.⟦till@⟧.⟦Pay@13⟧()
            	q := &⟦Shop@1⟧{⟦Name@⟧: "a"}
            	q.⟦help@14⟧()
            	return ⟦missing@⟧
            }
            """
                .replace("⟦err@7⟧ :=", "err :=")
                .replace("⟦x=10⟧ := 1\n", "\n")
                .replace("⟦till@⟧", "till"))
        .file(
            "other.go",
            "package main\n\n"
                + "func ⟦load=9⟧(n int) (int, error) { return n, nil }\n\n"
                + "func (s Shop) ⟦help=14⟧() {}\n")
        .file("a_linux.go", "package main\n\nfunc ⟦twice=15⟧() {}\n")
        .file("a_windows.go", "package main\n\nfunc ⟦twice=16⟧() {}\n\nfunc f() { helper() }\n")
        .file("use.go", "package main\n\nfunc g() { ⟦twice@⟧() }\n")
        .file(
            "till/till.go",
            "package till\n\ntype ⟦Till=3⟧ struct{}\n\nfunc (t *Till) ⟦Pay=13⟧() {}\n")
        .check();
  }

  @Test
  void rustShadowsInOrder() {
    file(
            "a.rs",
            """
            use std::fmt::{self, ⟦Debug@⟧};
            struct ⟦S=1⟧ { ⟦a=2⟧: i32 }
            impl ⟦S@1⟧ {
                fn ⟦new=3⟧(⟦a=4⟧: i32) -> Self { Self { a: ⟦a@4⟧ } }
                fn ⟦a=5⟧(&self) -> i32 { self.⟦a@2⟧ + self.⟦a@5⟧() }
            }
            fn ⟦f=6⟧(⟦s=7⟧: &⟦S@1⟧, ⟦x=8⟧: i32) -> i32 {
                let ⟦x=9⟧ = ⟦x@8⟧ + 1;
                let (⟦y=10⟧, ⟦x=11⟧) = (⟦x@9⟧, 2);
                if let Some(⟦q=12⟧) = ⟦g@⟧(⟦x@11⟧) { ⟦q@12⟧; }
                match ⟦y@10⟧ { ⟦n=13⟧ if ⟦n@13⟧ > 1 => ⟦n@13⟧, ⟦Debug@⟧ => 1 };
                let ⟦c=14⟧ = |⟦p=15⟧| ⟦p@15⟧ + ⟦s@7⟧.⟦a@2⟧;
                ⟦S@1⟧::⟦new@3⟧(⟦c@14⟧(1)).⟦missing@⟧();
                println!("{}", ⟦y@⟧);
                ⟦f@6⟧(⟦s@7⟧, 1)
            }
            mod inner { fn h() { ⟦f@⟧(); } }
            """)
        .check();
  }

  @Test
  void cReadsWhatIsIncludedAndNotWhatMayBeLeftOut() {
    new MarkedCode(folder)
        .file(
            "src/a.c",
            """
            #include "lib/b.h"
            #include <stdio.h>
            #define ⟦LIMIT=1⟧ 3
            typedef struct { int ⟦a=2⟧; struct node *⟦next=3⟧; } ⟦T=4⟧;
            struct ⟦node=5⟧ { ⟦T@4⟧ *⟦t=6⟧; };
            static int ⟦counter=7⟧ = ⟦LIMIT@1⟧;
            int ⟦twice=8⟧(int a);
            #ifdef _WIN32
            static int ⟦shell=9⟧(void) { return 1; }
            #endif
            int ⟦twice=10⟧(int ⟦a=11⟧) { int ⟦i=12⟧ = ⟦a@11⟧, *⟦p=13⟧ = &⟦i@12⟧; return *⟦p@13⟧ + ⟦i@12⟧; }
            int ⟦use=14⟧(const ⟦T@4⟧ *⟦t=15⟧, struct ⟦node@5⟧ *⟦n=16⟧) {
              for (int ⟦k=17⟧ = 0; ⟦k@17⟧ < 3; ⟦k@17⟧++) { ⟦t@15⟧->⟦a@2⟧; ⟦n@16⟧->⟦t@6⟧->⟦a@2⟧; }
              ⟦k@⟧; ⟦shell@⟧();
              return ⟦twice@10⟧(⟦LIMIT@1⟧) + ⟦helper@18⟧(⟦RED@19⟧) + ⟦printf@⟧("");
            }
            """)
        .file("include/lib/b.h", "int ⟦helper=18⟧(int);\nenum color { ⟦RED=19⟧, GREEN };\n")
        .check();
  }

  @Test
  void macrosMayBeDefinedWhereTheParserDoesNotSeeIt() {
    new MarkedCode(folder)
        .file(
            "a.c",
            """
            #include "kinds.h"
            #include "more.h"
            static const int ⟦kinds=1⟧[] = { ⟦WORD@2⟧ };
            static const int others[] = {
            #define ⟦COLON@⟧ ⟦WORD@2⟧
            #include "table.h"
            #undef ⟦COLON@⟧
            };
            int f(void) { return ⟦DASH@⟧; }
            """)
        .file("kinds.h", "enum { ⟦WORD=2⟧, COLON, DASH };\n")
        .file(
            "more.h",
            "static const int some[] = {\n#define ⟦DASH@⟧ 1\n ⟦DASH@⟧\n#undef ⟦DASH@⟧\n};\n")
        .check();
  }

  @Test
  void cTellsTagsFromOtherNamesOfTypes() {
    file(
            "a.c",
            """
            struct ⟦known=3⟧ { int ⟦a=4⟧; };
            typedef struct ⟦known@3⟧ ⟦known_t=1⟧;
            typedef struct ⟦hidden@⟧ ⟦hidden=2⟧;
            int f(struct ⟦known@3⟧ *⟦k=5⟧, ⟦known_t@1⟧ *⟦t=6⟧, struct ⟦hidden@⟧ *s, ⟦hidden@2⟧ *h) {
              return ⟦k@5⟧->⟦a@4⟧ + ⟦t@6⟧->⟦a@4⟧;
            }
            """)
        .check();
  }

  @Test
  void cppKnowsNotInWhichClassAMacroPutsCode() {
    file(
            "a.cpp",
            """
            namespace n {
            int ⟦repair=1⟧() { return 1; }
            int ⟦other=4⟧() { return ⟦repair@1⟧(); }
            class ⟦Box=3⟧ {
              Box(int a) : size(a) {}
              ⟦Box@3⟧ *next;
              void (⟦Box@3⟧::*method)();
              void f() { method = &⟦Box@3⟧::f; }
              void repair();
            };
            TEST(Box, Repairs) { int ⟦i=2⟧ = 1; ⟦repair@⟧(); ⟦other@4⟧(⟦i@2⟧); ⟦Box@3⟧::f; }
            }
            """)
        .check();
  }

  @Test
  void cppMakesValuesWhereTheParserSeesFunctions() {
    file(
            "a.cpp",
            """
            struct ⟦Till=1⟧ { Till(int); int ⟦sum=2⟧; };
            int ⟦f=3⟧(int ⟦size=4⟧) {
              ⟦Till@1⟧ ⟦till=5⟧(size);
              ⟦Till@1⟧ make(int);
              return ⟦till@5⟧.⟦sum@2⟧;
            }
            """)
        .check();
  }

  @Test
  void cppLeavesBaseClassesAndOverloadsAlone() {
    file(
            "a.cpp",
            """
            namespace n {
            class ⟦Base=1⟧ { public: int ⟦size=2⟧; };
            class ⟦Box=3⟧ : public ⟦Base@1⟧ {
             public:
              int ⟦grow=4⟧(int ⟦by=5⟧) { ⟦by@5⟧; ⟦other@⟧(); this->⟦size@2⟧; return ⟦grow@⟧(1) + ⟦own@6⟧; }
              int ⟦own=6⟧;
            };
            int ⟦other=7⟧() { return 1; }
            int ⟦twice=8⟧(int a) { return a; }
            int ⟦twice=9⟧(double a) { return 2; }
            template <typename ⟦X=10⟧> ⟦X@10⟧ ⟦same=11⟧(⟦X@10⟧ ⟦x=12⟧) { return ⟦x@12⟧; }
            int ⟦use=13⟧(⟦Box@3⟧ &⟦box=14⟧) {
              auto ⟦f=15⟧ = [&](int ⟦p=16⟧) { return ⟦p@16⟧ + ⟦box@14⟧.⟦own@6⟧; };
              for (auto &⟦e=17⟧ : v) { ⟦e@17⟧; }
              return ⟦twice@⟧(1) + ⟦other@7⟧() + ⟦same@11⟧(⟦f@15⟧(1)) + ⟦box@14⟧.⟦grow@4⟧(1);
            }
            }
            """)
        .check();
  }

  @Test
  void kotlinLeavesReceiversAlone() {
    file(
            "a.kt",
            """
            package a
            class ⟦Box=1⟧(val ⟦size=2⟧: Int) {
              val ⟦twice=3⟧ = ⟦size@2⟧ * 2
              fun ⟦grow=4⟧(⟦by=5⟧: Int): Int {
                val ⟦x=6⟧ = ⟦by@5⟧
                for (⟦i=7⟧ in 0..⟦x@6⟧) { ⟦i@7⟧ }
                with(q) { ⟦grow@⟧(⟦x@6⟧); ⟦top@⟧ }
                return ⟦grow@4⟧(⟦twice@3⟧) + this.⟦grow@4⟧(1) + ⟦length@⟧
              }
            }
            val ⟦top=8⟧ = 1
            fun ⟦use=9⟧(⟦b=10⟧: ⟦Box@1⟧) = "$⟦top@8⟧" + ⟦b@10⟧ + ⟦use@9⟧(⟦b@10⟧)
            fun String.ext() = ⟦use@⟧(1)
            """
                .replace("$⟦top@8⟧", "${⟦top@8⟧}"))
        .check();
  }

  @Test
  void longTextsAndOtherLanguagesHaveNoTable() {
    assertEquals(
        Optional.empty(),
        new Document("file:///a.py", "python", 1, "x = 1\n".repeat(70_000)).analysis(NameTable.OF));
    assertEquals(
        Optional.empty(),
        new Document("file:///a.hs", "haskell", 1, "x = 1").analysis(NameTable.OF));
  }

  @Test
  void brokenCodeAndOtherScriptsDoNotMoveNames() {
    file(
            "a.py",
            """
            ⟦größe=1⟧ = "😀 \\"x" ; ⟦größe@1⟧
            def ⟦g=4⟧(): ⟦g@4⟧()
            def ⟦f=2⟧(⟦名=3⟧):
                return ⟦f@2⟧(⟦名@3⟧)
            def (broken
            """)
        .check();
  }
}
