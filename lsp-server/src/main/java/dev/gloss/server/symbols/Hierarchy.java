package dev.gloss.server.symbols;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/// Classes with all that they extend, as far as that is known.
final class Hierarchy {
  private final JavaSession session;
  private final Map<TypeElement, Closure> closures = new HashMap<>();

  /// @param types the class and all known ones above it
  /// @param unknown whether there are others
  private record Closure(Set<TypeElement> types, boolean unknown) {}

  Hierarchy(JavaSession session) {
    this.session = session;
  }

  /// Whether a class extends something that is not known, at whatever distance.
  boolean isUnknown(@Nullable Element type) {
    return !(type instanceof TypeElement known) || closure(known).unknown();
  }

  /// Whether a class is that one, or extends it.
  boolean has(TypeElement type, @Nullable Element above) {
    return above instanceof TypeElement && closure(type).types().contains(above);
  }

  private Closure closure(TypeElement type) {
    Closure known = closures.get(type);
    if (known == null) {
      Set<TypeElement> types = new LinkedHashSet<>();
      known = new Closure(types, !climb(type.asType(), types));
      closures.put(type, known);
    }
    return known;
  }

  /// Adds a type and all above it; false where one of them is unknown.
  private boolean climb(TypeMirror type, Set<TypeElement> types) {
    if (!(type instanceof DeclaredType declared)
        || type.getKind() == TypeKind.ERROR
        || !(declared.asElement() instanceof TypeElement element)) {
      return false;
    }
    boolean known = true;
    if (types.add(element)) {
      for (TypeMirror above : session.types().directSupertypes(type)) {
        known &= climb(above, types);
      }
      // The compiler leaves out what it does not know.
      known &= isWritten(element.getSuperclass());
      known &= element.getInterfaces().stream().allMatch(Hierarchy::isWritten);
    }
    return known;
  }

  private static boolean isWritten(TypeMirror type) {
    return type.getKind() != TypeKind.ERROR;
  }

  /// The classes whose members a type has: those of its bounds, if it is a variable.
  List<TypeElement> elements(TypeMirror type) {
    List<TypeElement> found = new ArrayList<>();
    collect(type, found, 0);
    return found;
  }

  private void collect(TypeMirror type, List<TypeElement> found, int depth) {
    if (depth > 10) {
      return;
    }
    switch (type) {
      case IntersectionType all ->
          all.getBounds().forEach(bound -> collect(bound, found, depth + 1));
      case TypeVariable variable -> collect(variable.getUpperBound(), found, depth + 1);
      case WildcardType wildcard when wildcard.getExtendsBound() != null ->
          collect(wildcard.getExtendsBound(), found, depth + 1);
      case ArrayType array -> {
        TypeElement object = session.elements().getTypeElement("java.lang.Object");
        if (object != null) {
          found.add(object);
        }
      }
      case DeclaredType declared
          when declared.getKind() != TypeKind.ERROR
              && declared.asElement() instanceof TypeElement element ->
          found.add(element);
      default -> {}
    }
  }

  /// All methods or constructors that are called like one, in a type and above it.
  Set<ExecutableElement> named(TypeMirror type, ExecutableElement method) {
    Set<ExecutableElement> found = new HashSet<>();
    for (TypeElement element : elements(type)) {
      Collection<TypeElement> classes =
          method.getSimpleName().contentEquals("<init>")
              ? List.of(element)
              : closure(element).types();
      for (TypeElement in : classes) {
        for (Element member : in.getEnclosedElements()) {
          if (member instanceof ExecutableElement other
              && other.getKind() == method.getKind()
              && other.getSimpleName().equals(method.getSimpleName())) {
            found.add(other);
          }
        }
      }
    }
    return found;
  }

  /// Whether a method is one that another of the candidates overrides.
  boolean overrides(
      ExecutableElement method, ExecutableElement other, Collection<ExecutableElement> all) {
    return overrides(method, other)
        || all.stream().anyMatch(third -> !third.equals(other) && overrides(third, other));
  }

  private boolean overrides(ExecutableElement lower, ExecutableElement upper) {
    return lower.getEnclosingElement() instanceof TypeElement type
        && session.elements().overrides(lower, upper, type);
  }

  /// Whether a parameter's type is unknown.
  boolean takesUnknown(ExecutableElement method) {
    return method.getParameters().stream()
        .anyMatch(parameter -> mentionsUnknown(parameter.asType()));
  }

  /// Whether a type is unknown, or made of unknown ones.
  boolean mentionsUnknown(TypeMirror type) {
    return mentionsUnknown(type, 0);
  }

  private boolean mentionsUnknown(TypeMirror type, int depth) {
    if (type.getKind() == TypeKind.ERROR || depth > 10) {
      return true;
    }
    return switch (type) {
      case ArrayType array -> mentionsUnknown(array.getComponentType(), depth + 1);
      case DeclaredType declared ->
          declared.getTypeArguments().stream()
                  .anyMatch(argument -> mentionsUnknown(argument, depth + 1))
              || isUnknown(declared.asElement());
      default -> false;
    };
  }
}
