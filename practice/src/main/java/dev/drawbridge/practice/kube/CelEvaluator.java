package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression its value. Values are Boolean, Long, Double, String, null, List, Map (JSON
 * objects are turned into them), Optional, and {@link CelAuthorizer}.
 */
final class CelEvaluator {
    private final Map<String, Supplier<@Nullable Object>> variables;

    CelEvaluator(Map<String, Supplier<@Nullable Object>> variables) {
        this.variables = variables;
    }

    /** A JSON tree as values. */
    static @Nullable Object value(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), value(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(item)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.asText();
    }

    /**
     * @throws CelException if it isn't true or false
     */
    boolean isTrue(Cel expression) {
        return bool(evaluate(expression));
    }

    /**
     * @throws CelException if it has no value
     */
    @Nullable Object evaluate(Cel expression) {
        return switch (expression) {
            case Cel.Literal literal -> literal.value();
            case Cel.Name name -> variable(name.name());
            case Cel.Select select -> select(select);
            case Cel.Has has -> has(has.select());
            case Cel.Index index -> index(index);
            case Cel.Call call -> call(call);
            case Cel.Macro macro -> macro(macro);
            case Cel.Unary unary -> unary(unary);
            case Cel.Binary binary -> binary(binary);
            case Cel.Ternary t ->
                    isTrue(t.condition()) ? evaluate(t.then()) : evaluate(t.otherwise());
            case Cel.ListOf list -> all(list.items());
            case Cel.MapOf map -> {
                Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 0; i < map.keys().size(); i++) {
                    values.put(evaluate(map.keys().get(i)), evaluate(map.values().get(i)));
                }
                yield values;
            }
        };
    }

    private List<@Nullable Object> all(List<Cel> expressions) {
        List<@Nullable Object> values = new ArrayList<>();
        expressions.forEach(item -> values.add(evaluate(item)));
        return values;
    }

    private @Nullable Object variable(String name) {
        Supplier<@Nullable Object> variable = variables.get(name);
        if (variable == null) {
            throw new CelException("undeclared reference to '%s'".formatted(name));
        }
        return variable.get();
    }

    private @Nullable Object select(Cel.Select select) {
        Object target = evaluate(select.target());
        if (target instanceof CelAuthorizer authorizer
                && select.field().equals("requestResource")) {
            return authorizer.requestResource();
        }
        if (target instanceof Variables later) {
            return later.get(select.field());
        }
        return member(target, select.field(), select.optional());
    }

    private static @Nullable Object member(
            @Nullable Object target, @Nullable Object key, boolean optional) {
        if (target instanceof Optional<?> maybe) {
            return maybe.map(present -> member(present, key, true)).orElse(Optional.empty());
        }
        if (target instanceof Map<?, ?> map) {
            if (map.containsKey(key)) {
                return optional ? Optional.ofNullable(map.get(key)) : map.get(key);
            }
            if (optional) {
                return Optional.empty();
            }
            throw new CelException("no such key: " + key);
        }
        if (target instanceof List<?> list && key instanceof Long at) {
            if (at >= 0 && at < list.size()) {
                return optional
                        ? Optional.ofNullable(list.get(at.intValue()))
                        : list.get(at.intValue());
            }
            if (optional) {
                return Optional.empty();
            }
            throw new CelException("index out of bounds: " + at);
        }
        if (optional && target == null) {
            return Optional.empty();
        }
        throw new CelException("no such overload: field %s of %s".formatted(key, describe(target)));
    }

    private Object has(Cel.Select select) {
        Object target = evaluate(select.target());
        if (target instanceof Map<?, ?> map) {
            return map.get(select.field()) != null;
        }
        if (target instanceof Variables) {
            return true;
        }
        throw new CelException(
                "no such overload: has(%s) of %s".formatted(select.field(), describe(target)));
    }

    private @Nullable Object index(Cel.Index index) {
        return member(evaluate(index.target()), evaluate(index.key()), index.optional());
    }

    private @Nullable Object call(Cel.Call call) {
        List<@Nullable Object> arguments = all(call.arguments());
        if (call.target() == null) {
            return CelFunctions.global(call.function(), arguments);
        }
        if (call.target() instanceof Cel.Name(String name) && name.equals("optional")) {
            return CelFunctions.optional(call.function(), arguments);
        }
        Object target = evaluate(call.target());
        if (target instanceof CelAuthorizer authorizer) {
            return authorizer.call(call.function(), arguments);
        }
        return CelFunctions.member(target, call.function(), arguments);
    }

    private Object macro(Cel.Macro macro) {
        Object target = evaluate(macro.target());
        List<?> items =
                switch (target) {
                    case List<?> list -> list;
                    case Map<?, ?> map -> List.copyOf(map.keySet());
                    case null, default ->
                            throw new CelException(
                                    "no such overload: %s of %s"
                                            .formatted(macro.macro(), describe(target)));
                };
        Cel body = macro.bodies().getFirst();
        return switch (macro.macro()) {
            case "all" -> {
                boolean holds = true;
                for (Object item : items) {
                    holds &= inner(macro, item).isTrue(body);
                    if (!holds) {
                        break;
                    }
                }
                yield holds;
            }
            case "exists" -> items.stream().anyMatch(item -> inner(macro, item).isTrue(body));
            case "exists_one" ->
                    items.stream().filter(item -> inner(macro, item).isTrue(body)).count() == 1;
            case "filter" ->
                    items.stream().filter(item -> inner(macro, item).isTrue(body)).toList();
            default -> mapped(macro, items);
        };
    }

    private List<@Nullable Object> mapped(Cel.Macro macro, List<?> items) {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object item : items) {
            CelEvaluator inner = inner(macro, item);
            if (macro.bodies().size() == 1 || inner.isTrue(macro.bodies().getFirst())) {
                result.add(inner.evaluate(macro.bodies().getLast()));
            }
        }
        return result;
    }

    private CelEvaluator inner(Cel.Macro macro, @Nullable Object item) {
        Map<String, Supplier<@Nullable Object>> scope = new HashMap<>(variables);
        scope.put(macro.variable(), () -> item);
        return new CelEvaluator(scope);
    }

    private Object unary(Cel.Unary unary) {
        Object operand = evaluate(unary.operand());
        if (unary.operator().equals("!")) {
            return !bool(operand);
        }
        return switch (operand) {
            case Long whole -> -whole;
            case Double real -> -real;
            case null, default -> throw new CelException("no such overload: -" + describe(operand));
        };
    }

    private @Nullable Object binary(Cel.Binary binary) {
        return switch (binary.operator()) {
            case "&&" -> logical(binary, false);
            case "||" -> logical(binary, true);
            case "==" -> Objects.equals(evaluate(binary.left()), evaluate(binary.right()));
            case "!=" -> !Objects.equals(evaluate(binary.left()), evaluate(binary.right()));
            case "in" -> isIn(evaluate(binary.left()), evaluate(binary.right()));
            default ->
                    CelFunctions.arithmetic(
                            binary.operator(), evaluate(binary.left()), evaluate(binary.right()));
        };
    }

    /** One side that settles it settles it, whatever the other side's error. */
    private boolean logical(Cel.Binary binary, boolean settles) {
        try {
            if (isTrue(binary.left()) == settles) {
                return settles;
            }
        } catch (CelException e) {
            if (isTrue(binary.right()) == settles) {
                return settles;
            }
            throw e;
        }
        return isTrue(binary.right());
    }

    private static boolean isIn(@Nullable Object item, @Nullable Object container) {
        return switch (container) {
            case List<?> list -> list.contains(item);
            case Map<?, ?> map -> map.containsKey(item);
            case null, default ->
                    throw new CelException("no such overload: in " + describe(container));
        };
    }

    private static boolean bool(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new CelException("%s is neither true nor false".formatted(describe(value)));
    }

    static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "a map";
            case List<?> _ -> "a list";
            default -> value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** A policy's own variables: each is worked out once, when it is first asked for. */
    static final class Variables {
        private final Map<String, Supplier<@Nullable Object>> expressions = new HashMap<>();
        private final Map<String, Optional<Object>> known = new HashMap<>();

        void define(String name, Supplier<@Nullable Object> expression) {
            expressions.put(name, expression);
        }

        @Nullable Object get(String name) {
            Optional<Object> value = known.get(name);
            if (value == null) {
                Supplier<@Nullable Object> expression = expressions.get(name);
                if (expression == null) {
                    throw new CelException("undefined field '%s'".formatted(name));
                }
                value = Optional.ofNullable(expression.get());
                known.put(name, value);
            }
            return value.orElse(null);
        }
    }
}
