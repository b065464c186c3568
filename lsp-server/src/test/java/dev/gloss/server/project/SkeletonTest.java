package dev.gloss.server.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is left of a file for somebody who speaks of certain names.
class SkeletonTest {
  private static final String TEXT =
      """
      package p;
      import a.Kept;
      import a.Unused;
      import b.*;
      @Deprecated
      class A extends Base {
        int one = 1, two = 2;
        Unused other;
        Kept wanted(int x) { return null; }
        Unused unwanted() { return null; }
        A(Unused u) {}
        interface I { void any(); default void some() {} }
        enum E { X, Y; int z; }
        record R(int a, int b) { R { check(a); } }
        static { start(); }
      }
      """;

  private static String left(String... names) {
    String skeleton = Skeleton.of(TEXT, Outline.of(TEXT, "java"), Set.of(names));
    assertEquals(TEXT.length(), skeleton.length());
    assertEquals(TEXT.lines().count(), skeleton.lines().count());
    return skeleton.replaceAll("(?m)^ +$\\n|[ \\t]+$", "").replaceAll("(?m)^\\n", "");
  }

  @Test
  void whatHasOtherNamesIsBlank() {
    assertEquals(
        """
        package p;
        import a.Kept;
        import b.*;
        class A extends Base {
          int one = 1, two = 2;
          Kept wanted(int x) {              }
          interface I { void any();                        }
          enum E { X, Y; int z; }
          record R(int a, int b) {                 }
          static {          }
        }
        """,
        left("wanted"));
  }

  @Test
  void constructorsAndFieldsStayForWhoNamesThem() {
    assertEquals(
        """
        package p;
        import a.Unused;
        import b.*;
        class A extends Base {
          int one = 1, two = 2;
          Unused other;
          A(Unused u) {}
          interface I { void any();                        }
          enum E { X, Y; int z; }
          record R(int a, int b) {                 }
          static {          }
        }
        """,
        left("A", "other"));
  }
}
