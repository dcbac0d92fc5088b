package dev.ringfence.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExpr.CelMutableStruct;
import dev.cel.common.values.NullValue;
import dev.ringfence.engine.admission.policy.ExpressionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code Object{…}}, {@code Object.spec{…}} and {@code JSONPatch{…}}, which policies that change
 * objects make. Here they are maps that carry the name of their type under {@value #TYPE} until the
 * whole is there: {@code apiserver/pkg/cel/mutation}.
 */
final class ConstructedObjects {

  private static final String TYPE = "@type";
  private static final String OBJECT = "Object";
  private static final String PATCH = "JSONPatch";

  private ConstructedObjects() {}

  static void addTo(CelLibrary library) {
    library.global(
        "jsonpatch.escapeKey",
        CelLibrary.TEXT,
        a -> ((String) a[0]).replace("~", "~0").replace("/", "~1"),
        CelLibrary.TEXT);
  }

  /** The expression with maps instead of those types; itself where there are none. */
  static CelAbstractSyntaxTree asMaps(CelAbstractSyntaxTree parsed) {
    CelMutableAst tree = CelMutableAst.fromCelAst(parsed);
    return rewrite(tree.expr()) ? tree.toParsedAst() : parsed;
  }

  private static boolean rewrite(CelMutableExpr node) {
    boolean changed = false;
    switch (node.getKind()) {
      case STRUCT -> {
        CelMutableStruct struct = node.struct();
        for (CelMutableStruct.Entry entry : struct.entries()) {
          changed |= rewrite(entry.value());
        }
        String type = struct.messageName();
        if (type.equals(OBJECT) || type.startsWith(OBJECT + ".") || type.equals(PATCH)) {
          node.setMap(mapOf(struct));
          changed = true;
        }
      }
      case SELECT -> {
        changed = rewrite(node.select().operand());
      }
      case CALL -> {
        Optional<CelMutableExpr> target = node.call().target();
        changed = target.isPresent() && rewrite(target.get());
        for (CelMutableExpr argument : node.call().args()) {
          changed |= rewrite(argument);
        }
      }
      case LIST -> {
        for (CelMutableExpr element : node.list().elements()) {
          changed |= rewrite(element);
        }
      }
      case MAP -> {
        for (CelMutableMap.Entry entry : node.map().entries()) {
          changed |= rewrite(entry.key());
          changed |= rewrite(entry.value());
        }
      }
      case COMPREHENSION -> {
        CelMutableComprehension loop = node.comprehension();
        changed = rewrite(loop.iterRange());
        changed |= rewrite(loop.accuInit());
        changed |= rewrite(loop.loopCondition());
        changed |= rewrite(loop.loopStep());
        changed |= rewrite(loop.result());
      }
      case CONSTANT, IDENT, NOT_SET -> {}
    }
    return changed;
  }

  private static CelMutableMap mapOf(CelMutableStruct struct) {
    List<CelMutableMap.Entry> entries = new ArrayList<>();
    entries.add(CelMutableMap.Entry.create(0, text(TYPE), text(struct.messageName())));
    for (CelMutableStruct.Entry entry : struct.entries()) {
      entries.add(
          CelMutableMap.Entry.create(
              entry.id(), text(entry.fieldKey()), entry.value(), entry.optionalEntry()));
    }
    return CelMutableMap.create(entries);
  }

  /** Whether a map of the rewritten expression stands for one of those types. */
  static boolean isConstructed(CelExpr map) {
    return !map.map().entries().isEmpty()
        && map.map().entries().getFirst().key().exprKind().getKind()
            == CelExpr.ExprKind.Kind.CONSTANT
        && map.map().entries().getFirst().key().constant().equals(CelConstant.ofValue(TYPE));
  }

  private static CelMutableExpr text(String value) {
    return CelMutableExpr.ofConstant(CelConstant.ofValue(value));
  }

  /**
   * A value without the names of types.
   *
   * @throws ExpressionException where a type's name is not that of its place, as the server says
   */
  static Object checked(Object value) {
    return holdsTypes(value) ? java.util.Objects.requireNonNull(plain(value, null)) : value;
  }

  private static boolean holdsTypes(Object value) {
    return value instanceof Map<?, ?> map
        ? map.containsKey(TYPE)
        : value instanceof List<?> list && !list.isEmpty() && holdsTypes(list.getFirst());
  }

  /**
   * @param path the type's name that belongs here; null where any may begin
   */
  private static @Nullable Object plain(@Nullable Object value, @Nullable String path) {
    if (value instanceof Map<?, ?> map) {
      Object type = map.get(TYPE);
      String own = type instanceof String name ? name : path;
      if (type != null && path != null && !path.equals(type)) {
        throw new ExpressionException(
            ExpressionException.Kind.EVALUATION,
            "type mismatch: unexpected type name \"%s\", expected \"%s\"".formatted(type, path));
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach(
          (key, field) -> {
            String below = type == null ? path : PATCH.equals(own) ? null : own + "." + key;
            Object plain = plain(field, below);
            if (!TYPE.equals(key) && plain != null) {
              fields.put(String.valueOf(key), plain);
            }
          });
      return fields;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      for (Object item : list) {
        Object plain = plain(item, path);
        if (plain != null) {
          items.add(plain);
        }
      }
      return items;
    }
    return switch (value) {
      case null -> null;
      case NullValue nothing -> null;
      case Optional<?> optional -> optional.isPresent() ? plain(optional.get(), path) : null;
      case com.google.common.primitives.UnsignedLong number -> number.longValue();
      default -> value;
    };
  }
}
