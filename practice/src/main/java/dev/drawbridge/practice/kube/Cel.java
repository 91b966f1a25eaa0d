package dev.drawbridge.practice.kube;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression of the Common Expression Language as admission policies write it (the part of
 * cel-spec that Kubernetes policies commonly use; anything else is refused when a policy is stored
 * or, for a function, when it is judged).
 */
sealed interface Cel {
    /** A string, number, truth value or null. */
    record Literal(@Nullable Object value) implements Cel {}

    /** A variable. */
    record Name(String name) implements Cel {}

    /**
     * {@code target.field}, or {@code target.?field}.
     *
     * @param optional whether a missing field is an absent value instead of an error
     */
    record Select(Cel target, String field, boolean optional) implements Cel {}

    /** {@code has(target.field)}. */
    record Has(Select select) implements Cel {}

    /** {@code target[key]}, or {@code target[?key]}. */
    record Index(Cel target, Cel key, boolean optional) implements Cel {}

    /** A function; the target is null for a global one. */
    record Call(@Nullable Cel target, String function, List<Cel> arguments) implements Cel {}

    /** {@code target.all(x, …)} and its like. */
    record Macro(Cel target, String macro, String variable, List<Cel> bodies) implements Cel {}

    /** {@code !x} or {@code -x}. */
    record Unary(String operator, Cel operand) implements Cel {}

    /** Two operands. */
    record Binary(String operator, Cel left, Cel right) implements Cel {}

    /** {@code a ? b : c}. */
    record Ternary(Cel condition, Cel then, Cel otherwise) implements Cel {}

    /** {@code [a, b]}. */
    record ListOf(List<Cel> items) implements Cel {}

    /** <code>{a: b}</code>. */
    record MapOf(List<Cel> keys, List<Cel> values) implements Cel {}
}
