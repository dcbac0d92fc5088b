package dev.ringfence.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of {@link Lists} with the types that the API server declares: {@code
 * apiserver/pkg/cel/library/lists.go}. When they are evaluated, the elements tell.
 */
final class TypedLists {

  private static final List<CelType> SUMMABLE =
      List.of(SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE, SimpleType.DURATION);

  private static final List<CelType> COMPARABLE =
      List.of(
          SimpleType.INT,
          SimpleType.UINT,
          SimpleType.DOUBLE,
          SimpleType.BOOL,
          SimpleType.DURATION,
          SimpleType.TIMESTAMP,
          SimpleType.STRING,
          SimpleType.BYTES);

  private TypedLists() {}

  static List<CelFunctionDecl> declarations() {
    TypeParamType any = TypeParamType.create("T");
    List<CelFunctionDecl> all = new ArrayList<>();
    for (String name : List.of("indexOf", "lastIndexOf")) {
      all.add(
          CelFunctionDecl.newFunctionDeclaration(
              name,
              CelOverloadDecl.newMemberOverload(
                  "list_a_" + name, SimpleType.INT, List.of(ListType.create(any), any))));
    }
    all.add(onEach("isSorted", COMPARABLE, true));
    all.add(onEach("sum", SUMMABLE, false));
    all.add(onEach("min", COMPARABLE, false));
    all.add(onEach("max", COMPARABLE, false));
    return all;
  }

  private static CelFunctionDecl onEach(String name, List<CelType> elements, boolean asks) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (CelType element : elements) {
      overloads.add(
          CelOverloadDecl.newMemberOverload(
              "list_" + element.name().replace('.', '_') + "_" + name,
              asks ? SimpleType.BOOL : element,
              List.of(ListType.create(element))));
    }
    return CelFunctionDecl.newFunctionDeclaration(name, overloads);
  }
}
