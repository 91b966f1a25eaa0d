package dev.drawbridge.practice.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions of CEL and of Kubernetes' libraries that policies here may use. */
final class CelFunctions {
    private CelFunctions() {}

    static @Nullable Object global(String function, List<@Nullable Object> arguments) {
        Object only = arguments.size() == 1 ? arguments.getFirst() : null;
        return switch (function) {
            case "size" -> size(only);
            case "dyn" -> only;
            case "string" -> String.valueOf(only);
            case "int" -> toInt(only);
            case "double" -> only instanceof Number n ? n.doubleValue() : fail(function, only);
            default -> fail(function, only);
        };
    }

    static Object optional(String function, List<@Nullable Object> arguments) {
        return switch (function) {
            case "none" -> Optional.empty();
            case "of" -> Optional.ofNullable(arguments.getFirst());
            default -> fail("optional." + function, null);
        };
    }

    static @Nullable Object member(
            @Nullable Object target, String function, List<@Nullable Object> arguments) {
        if (function.equals("size") && arguments.isEmpty()) {
            return size(target);
        }
        return switch (target) {
            case String text -> ofText(text, function, arguments);
            case List<?> list -> ofList(list, function, arguments);
            case Optional<?> maybe -> ofOptional(maybe, function, arguments);
            case null, default -> fail(function, target);
        };
    }

    private static Long size(@Nullable Object value) {
        return switch (value) {
            case String text -> (long) text.codePointCount(0, text.length());
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case null, default -> (Long) fail("size", value);
        };
    }

    private static Object toInt(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case String text -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw new CelException("type conversion error: '%s' is no int".formatted(text));
                }
            }
            case null, default -> fail("int", value);
        };
    }

    private static Object ofText(String text, String function, List<@Nullable Object> arguments) {
        return switch (function) {
            case "startsWith" -> text.startsWith(text(arguments, 0));
            case "endsWith" -> text.endsWith(text(arguments, 0));
            case "contains" -> text.contains(text(arguments, 0));
            case "matches" -> Pattern.compile(text(arguments, 0)).matcher(text).find();
            case "split" ->
                    split(
                            text,
                            text(arguments, 0),
                            arguments.size() > 1 ? number(arguments, 1) : -1);
            case "indexOf" -> (long) text.indexOf(text(arguments, 0));
            case "lastIndexOf" -> (long) text.lastIndexOf(text(arguments, 0));
            case "lowerAscii" -> text.toLowerCase(Locale.ROOT);
            case "upperAscii" -> text.toUpperCase(Locale.ROOT);
            case "trim" -> text.strip();
            case "replace" -> text.replace(text(arguments, 0), text(arguments, 1));
            case "substring" ->
                    substring(
                            text,
                            number(arguments, 0),
                            arguments.size() > 1 ? number(arguments, 1) : text.length());
            default -> fail(function, text);
        };
    }

    /** As Go's SplitN: at most so many parts, the rest in the last; none for 0, all for less. */
    private static List<String> split(String text, String separator, long limit) {
        List<String> parts = new ArrayList<>();
        if (limit == 0) {
            return parts;
        }
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && (limit < 0 || parts.size() < limit - 1)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String substring(String text, long from, long to) {
        if (from < 0 || to < from || to > text.length()) {
            throw new CelException("index out of range: substring(%d, %d)".formatted(from, to));
        }
        return text.substring((int) from, (int) to);
    }

    private static Object ofList(List<?> list, String function, List<@Nullable Object> arguments) {
        return switch (function) {
            case "join" ->
                    String.join(
                            arguments.isEmpty() ? "" : text(arguments, 0),
                            list.stream().map(String::valueOf).toList());
            case "indexOf" -> (long) list.indexOf(arguments.getFirst());
            default -> fail(function, list);
        };
    }

    private static @Nullable Object ofOptional(
            Optional<?> maybe, String function, List<@Nullable Object> arguments) {
        return switch (function) {
            case "hasValue" -> maybe.isPresent();
            case "orValue" -> maybe.isPresent() ? maybe.get() : arguments.getFirst();
            case "value" ->
                    maybe.isPresent() ? maybe.get() : fail("value of an absent optional", null);
            default -> fail(function, maybe);
        };
    }

    static Object arithmetic(String operator, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return whole(operator, a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return operator.equals("+") ? a + b : compared(operator, a.compareTo(b));
        }
        if (left instanceof List<?> a && right instanceof List<?> b && operator.equals("+")) {
            List<@Nullable Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return compared(operator, Double.compare(a.doubleValue(), b.doubleValue()));
        }
        return fail(operator, left);
    }

    private static Object whole(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/" -> a / b;
                case "%" -> a % b;
                default -> compared(operator, Long.compare(a, b));
            };
        } catch (ArithmeticException e) {
            throw new CelException("return error: " + e.getMessage());
        }
    }

    private static Object compared(String operator, int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> fail(operator, order);
        };
    }

    private static String text(List<@Nullable Object> arguments, int index) {
        if (index < arguments.size() && arguments.get(index) instanceof String text) {
            return text;
        }
        throw new CelException("no such overload: an argument isn't a string");
    }

    private static long number(List<@Nullable Object> arguments, int index) {
        if (arguments.get(index) instanceof Long number) {
            return number;
        }
        throw new CelException("no such overload: an argument isn't an int");
    }

    private static Object fail(String function, @Nullable Object target) {
        throw new CelException(
                "no such overload: %s of %s, as far as the practice API server knows"
                        .formatted(function, CelEvaluator.describe(target)));
    }
}
