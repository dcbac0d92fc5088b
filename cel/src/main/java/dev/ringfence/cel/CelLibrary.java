package dev.ringfence.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects declarations and bindings of functions, one line an overload. */
final class CelLibrary {

  /** What an overload does; arguments have the classes that it was declared with. */
  interface Body {
    Object apply(Object[] arguments) throws CelEvaluationException;
  }

  /** A type of CEL with the class of its values. */
  record Type(CelType type, Class<?> values) {}

  static final Type TEXT = new Type(SimpleType.STRING, String.class);
  static final Type INTEGER = new Type(SimpleType.INT, Long.class);
  static final Type DOUBLE = new Type(SimpleType.DOUBLE, Double.class);
  static final Type BOOLEAN = new Type(SimpleType.BOOL, Boolean.class);
  static final Type ANY = new Type(SimpleType.DYN, Object.class);
  static final Type LIST =
      new Type(dev.cel.common.types.ListType.create(SimpleType.DYN), List.class);

  static final Type TEXTS =
      new Type(dev.cel.common.types.ListType.create(SimpleType.STRING), List.class);

  private final Map<String, List<CelOverloadDecl>> declared = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bound = new LinkedHashMap<>();

  /** A function that is called on its first argument. */
  void member(String name, Type result, Body body, Type... arguments) {
    add(name, true, result, body, arguments);
  }

  /** A function that is called by its name. */
  void global(String name, Type result, Body body, Type... arguments) {
    add(name, false, result, body, arguments);
  }

  @SuppressWarnings("Immutable") // bodies are functions of their arguments
  private void add(String name, boolean member, Type result, Body body, Type... arguments) {
    StringBuilder id = new StringBuilder(name.replace('.', '_')).append(member ? "_on" : "_of");
    List<CelType> types = new ArrayList<>();
    List<Class<?>> classes = new ArrayList<>();
    for (Type argument : arguments) {
      id.append('_').append(argument.values().getSimpleName());
      types.add(argument.type());
      classes.add(argument.values());
    }
    declared
        .computeIfAbsent(name, ignored -> new ArrayList<>())
        .add(
            member
                ? CelOverloadDecl.newMemberOverload(id.toString(), result.type(), types)
                : CelOverloadDecl.newGlobalOverload(id.toString(), result.type(), types));
    bound
        .computeIfAbsent(name, ignored -> new ArrayList<>())
        .add(CelFunctionBinding.from(id.toString(), classes, body::apply));
  }

  List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> all = new ArrayList<>();
    declared.forEach(
        (name, overloads) -> all.add(CelFunctionDecl.newFunctionDeclaration(name, overloads)));
    return all;
  }

  /** Grouped by function, so that arguments of unknown type choose the overload when evaluated. */
  List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all = new ArrayList<>();
    bound.forEach(
        (name, overloads) -> all.addAll(CelFunctionBinding.fromOverloads(name, overloads)));
    return all;
  }

  /** An error of the expression. */
  static CelEvaluationException error(String message) {
    return new CelEvaluationException(message);
  }
}
