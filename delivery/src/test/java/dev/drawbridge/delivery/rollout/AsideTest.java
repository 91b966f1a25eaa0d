package dev.drawbridge.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AsideTest {
    @Test
    void doesWithoutAnAnswerThatDoesNotComeAndTakesItLate() {
        CompletableFuture<String> registry = new CompletableFuture<>();
        Aside<String> aside = Aside.ask(registry::join);

        assertThat(aside.now()).isEmpty();
        assertThat(aside.isLate()).isFalse();
        assertThat(aside.inTime("none")).isEqualTo("none");
        assertThat(aside.isLate()).isTrue();

        registry.complete("late");
        Awaitility.await().untilAsserted(() -> assertThat(aside.now()).contains("late"));
        assertThat(aside.inTime("none")).isEqualTo("late");
    }

    @Test
    void throwsWhatTheQuestionThrew() {
        Aside<String> aside =
                Aside.ask(() -> {
                    throw new IllegalStateException("broken");
                });

        assertThatThrownBy(() -> aside.inTime("none"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }
}
