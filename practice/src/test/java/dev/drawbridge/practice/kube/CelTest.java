package dev.drawbridge.practice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelTest {
    private final CelEvaluator cel =
            new CelEvaluator(
                    Map.of(
                            "o",
                            () ->
                                    CelEvaluator.value(
                                            Json.object(
                                                    "{\"a\":{\"b\":\"x/y/z\"},\"n\":[1,2,3],\"t\":true}"))));

    private @Nullable Object value(String expression) {
        return cel.evaluate(CelParser.parse(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o.a.b.split('/', 2)[1] == 'y/z' && size(o.a.b.split('/')) == 3",
                "has(o.a) && !has(o.c)",
                "o.n.all(i, i > 0) && o.n.exists(i, i == 2) && !o.n.exists_one(i, i > 1)",
                "o.n.filter(i, i > 1).map(i, i * 2) == [4, 6]",
                "'b' in o.a && 2 in o.n && !(5 in o.n)",
                "o.t || o.missing.field == 1",
                "o.missing.field == 1 || o.t",
                "!(false && o.missing == 1)",
                "o.t ? 1 + 2 * 3 == 7 : false",
                "o.a.b.matches('^x/.+$') && int('41') + 1 == 42",
                "o.?c.?d.orValue('none') == 'none' && o.a[?'b'].hasValue()",
                "\"it's\" == 'it\\'s' && 'a\\nb'.split('\\n') == ['a', 'b']",
                "{'k': 1}['k'] == 1 && -1 < 0 && 'ab' < 'b'"
            })
    void means(String expression) {
        assertThat(value(expression)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o.missing == 1",
                "nobody == 1",
                "o.a.b.sha()",
                "o.n[7]",
                "int('x') == 1",
                "o.t + 1"
            })
    void whatHasNoValueIsAnErrorAndNotFalse(String expression) {
        assertThatThrownBy(() -> value(expression)).isInstanceOf(CelException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 +", "(1", "a b", "has(1)", "'open", "o.n.all(1)", "x ? 1", "#"})
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatThrownBy(() -> CelParser.parse(expression)).isInstanceOf(CelException.class);
    }

    @Test
    void anExpressionNestedBeyondReasonIsRefused() {
        assertThatThrownBy(() -> CelParser.parse("(".repeat(5000) + "1" + ")".repeat(5000)))
                .isInstanceOf(CelException.class);
    }
}
