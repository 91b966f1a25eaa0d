package dev.drawbridge.practice.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression, by the grammar of cel-spec. */
final class CelParser {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(?<number>\\d+\\.\\d+|\\d+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
                            + "|(?<raw>r'[^']*'|r\"[^\"]*\")"
                            + "|(?<string>'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")"
                            + "|(?<symbol>&&|\\|\\||==|!=|<=|>=|\\.\\?|\\[\\?|[-+*/%<>!?:.,()\\[\\]{}]))");
    private static final Set<String> MACROS =
            Set.of("all", "exists", "exists_one", "map", "filter");
    private static final List<Set<String>> LEVELS =
            List.of(
                    Set.of("||"),
                    Set.of("&&"),
                    Set.of("==", "!=", "<", "<=", ">", ">=", "in"),
                    Set.of("+", "-"),
                    Set.of("*", "/", "%"));
    private static final int DEEPEST = 200;

    private enum Kind {
        NUMBER,
        NAME,
        STRING,
        SYMBOL,
        END
    }

    private record Token(Kind kind, String text, int at) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private CelParser(String text) {
        this.text = text;
    }

    /**
     * @throws CelException if it isn't one expression
     */
    static Cel parse(String text) {
        CelParser parser = new CelParser(text);
        parser.tokenize();
        Cel expression = parser.ternary();
        parser.expectKind(Kind.END);
        return expression;
    }

    private void tokenize() {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new CelException(
                        "character %d of '%s' is not understood".formatted(at, text));
            }
            tokens.add(token(matcher, at));
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "the end", at));
    }

    private static Token token(Matcher matcher, int at) {
        if (matcher.group("number") != null) {
            return new Token(Kind.NUMBER, matcher.group("number"), at);
        }
        if (matcher.group("name") != null) {
            return new Token(Kind.NAME, matcher.group("name"), at);
        }
        if (matcher.group("raw") != null) {
            String raw = matcher.group("raw");
            return new Token(Kind.STRING, raw.substring(2, raw.length() - 1), at);
        }
        if (matcher.group("string") != null) {
            String quoted = matcher.group("string");
            return new Token(Kind.STRING, unescaped(quoted.substring(1, quoted.length() - 1)), at);
        }
        return new Token(Kind.SYMBOL, matcher.group("symbol"), at);
    }

    private static String unescaped(String quoted) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = quoted.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '\\', '\'', '"', '`', '?' -> plain.append(escaped);
                default ->
                        throw new CelException(
                                "the escape \\%c isn't known here".formatted(escaped));
            }
        }
        return plain.toString();
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String symbol) {
        Token token = peek();
        boolean operator =
                token.kind() == Kind.SYMBOL || symbol.equals("in") && token.kind() == Kind.NAME;
        if (operator && token.text().equals(symbol)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!take(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private String expectKind(Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected(kind.name());
        }
        String found = peek().text();
        next++;
        return found;
    }

    private CelException unexpected(String wanted) {
        return new CelException(
                "at character %d of '%s' there is '%s' where %s was expected"
                        .formatted(peek().at(), text, peek().text(), wanted));
    }

    private Cel ternary() {
        if (++depth > DEEPEST) {
            throw new CelException("the expression is nested too deeply");
        }
        Cel condition = binary(0);
        Cel result = condition;
        if (take("?")) {
            Cel then = ternary();
            expect(":");
            result = new Cel.Ternary(condition, then, ternary());
        }
        depth--;
        return result;
    }

    private Cel binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Cel left = binary(level + 1);
        while (true) {
            String operator = peek().text();
            if (peek().kind() == Kind.STRING
                    || !LEVELS.get(level).contains(operator)
                    || !take(operator)) {
                return left;
            }
            left = new Cel.Binary(operator, left, binary(level + 1));
        }
    }

    private Cel unary() {
        for (String operator : List.of("!", "-")) {
            if (take(operator)) {
                return new Cel.Unary(operator, unary());
            }
        }
        return member();
    }

    private Cel member() {
        Cel target = primary();
        while (true) {
            if (take(".?")) {
                target = new Cel.Select(target, expectKind(Kind.NAME), true);
            } else if (take(".")) {
                target = selected(target, expectKind(Kind.NAME));
            } else if (take("[?")) {
                target = index(target, true);
            } else if (take("[")) {
                target = index(target, false);
            } else {
                return target;
            }
        }
    }

    private Cel index(Cel target, boolean optional) {
        Cel key = ternary();
        expect("]");
        return new Cel.Index(target, key, optional);
    }

    private Cel selected(Cel target, String name) {
        if (!take("(")) {
            return new Cel.Select(target, name, false);
        }
        List<Cel> arguments = arguments(")");
        if (!MACROS.contains(name)) {
            return new Cel.Call(target, name, arguments);
        }
        if (arguments.size() < 2 || !(arguments.getFirst() instanceof Cel.Name variable)) {
            throw new CelException("%s needs a variable and an expression".formatted(name));
        }
        return new Cel.Macro(target, name, variable.name(), arguments.subList(1, arguments.size()));
    }

    private List<Cel> arguments(String end) {
        List<Cel> all = new ArrayList<>();
        if (take(end)) {
            return all;
        }
        do {
            if (!all.isEmpty() && take(end)) {
                return all;
            }
            all.add(ternary());
        } while (take(","));
        expect(end);
        return all;
    }

    private Cel primary() {
        Token token = peek();
        return switch (token.kind()) {
            case NUMBER -> {
                next++;
                boolean whole = !token.text().contains(".");
                yield new Cel.Literal(whole ? (Object) whole(token) : Double.valueOf(token.text()));
            }
            case STRING -> {
                next++;
                yield new Cel.Literal(token.text());
            }
            case NAME -> named(expectKind(Kind.NAME));
            case SYMBOL -> grouped();
            case END -> throw unexpected("an expression");
        };
    }

    private static Long whole(Token token) {
        try {
            return Long.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw new CelException("the number %s is too large".formatted(token.text()));
        }
    }

    private Cel named(String name) {
        switch (name) {
            case "true", "false" -> {
                return new Cel.Literal(name.equals("true"));
            }
            case "null" -> {
                return new Cel.Literal(null);
            }
            default -> {
                if (!take("(")) {
                    return new Cel.Name(name);
                }
            }
        }
        List<Cel> arguments = arguments(")");
        if (!name.equals("has")) {
            return new Cel.Call(null, name, arguments);
        }
        if (arguments.size() == 1 && arguments.getFirst() instanceof Cel.Select select) {
            return new Cel.Has(select);
        }
        throw new CelException("has() needs one field");
    }

    private Cel grouped() {
        if (take("(")) {
            Cel inner = ternary();
            expect(")");
            return inner;
        }
        if (take("[")) {
            return new Cel.ListOf(arguments("]"));
        }
        if (take("{")) {
            return map();
        }
        throw unexpected("an expression");
    }

    private Cel map() {
        List<Cel> keys = new ArrayList<>();
        List<Cel> values = new ArrayList<>();
        while (!take("}")) {
            if (!keys.isEmpty()) {
                expect(",");
            }
            keys.add(ternary());
            expect(":");
            values.add(ternary());
        }
        return new Cel.MapOf(keys, values);
    }
}
