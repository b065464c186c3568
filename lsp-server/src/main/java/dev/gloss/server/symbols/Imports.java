package dev.gloss.server.symbols;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import javax.lang.model.element.Element;
import javax.lang.model.element.Name;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.QualifiedNameable;
import javax.lang.model.element.TypeElement;

/// What the imports of a file say about a name.
final class Imports {
  private Imports() {}

  /// Whether one names the element itself: its class, or the class and the member.
  static boolean names(JavaSession session, Element element) {
    String name =
        element instanceof TypeElement type
            ? type.getQualifiedName().toString()
            : element.getEnclosingElement() instanceof QualifiedNameable owner
                ? owner.getQualifiedName() + "." + element.getSimpleName()
                : "";
    boolean isMember = !(element instanceof TypeElement);
    return session.unit().getImports().stream()
        .anyMatch(
            imported ->
                imported.isStatic() == isMember
                    && imported.getQualifiedIdentifier().toString().equals(name));
  }

  /// Whether a type belongs to the package of the file.
  static boolean isOwnPackage(JavaSession session, TypeElement type) {
    String own =
        session.unit().getPackage() == null
            ? ""
            : session.unit().getPackage().getPackageName().toString();
    return type.getEnclosingElement() instanceof PackageElement in
        && in.getQualifiedName().contentEquals(own);
  }

  /// Whether it is one of all types of a package, or of all members of a class.
  static boolean takesAll(ImportTree imported) {
    return imported.isModule()
        || (imported.getQualifiedIdentifier() instanceof MemberSelectTree select
            && select.getIdentifier().contentEquals("*"));
  }

  /// Whether it may bring any name, since nobody knows what it takes from.
  ///
  /// @param members whether members are looked for, or types
  static boolean isUnknown(
      JavaSession session, Hierarchy hierarchy, ImportTree imported, boolean members) {
    if (!takesAll(imported) || (members && !imported.isStatic())) {
      return false;
    }
    if (imported.isModule()
        || !(imported.getQualifiedIdentifier() instanceof MemberSelectTree select)) {
      return false;
    }
    String from = select.getExpression().toString();
    TypeElement type = session.elements().getTypeElement(from);
    if (type != null) {
      return hierarchy.isUnknown(type);
    }
    PackageElement in = session.elements().getPackageElement(from);
    return imported.isStatic() || in == null || in.getEnclosedElements().isEmpty();
  }

  /// Whether a member of that name is imported from a class that is not known.
  static boolean hasUnknown(JavaSession session, Hierarchy hierarchy, Name member) {
    return session.unit().getImports().stream()
        .anyMatch(
            imported ->
                imported.isStatic()
                    && imported.getQualifiedIdentifier() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals(member)
                    && hierarchy.isUnknown(
                        session.elements().getTypeElement(select.getExpression().toString())));
  }
}
