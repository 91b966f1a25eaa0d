package dev.drawbridge.app.cli.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AskingTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String DIGEST = "sha256:" + "b".repeat(64);
    private static final RecordBody.Input INPUT = new RecordBody.Input("", "", null);
    private static final ReleaseRecord<RecordBody.Request> REQUEST =
            record(
                    "checkout-b-1",
                    new RecordBody.Request(
                            "production",
                            "checkout",
                            "r/x@" + DIGEST,
                            DIGEST,
                            null,
                            "rolling",
                            "why",
                            null,
                            null,
                            null,
                            "hash",
                            "pack",
                            null,
                            List.of(),
                            "tag main",
                            RecordJson.tree(List.of()),
                            INPUT,
                            NOON.plusSeconds(3600)));

    @Test
    void whatIsOpenIsEndedByThoseWhoMayAndFollowedOnceItRollsOut() {
        String refuse = "`drawbridge refuse production/checkout-b-1 --reason 'why'` ends it.";
        assertThat(beside(promotion(), true)).contains(", requested,").endsWith(refuse);
        assertThat(beside(promotion(), false))
                .doesNotContain("drawbridge refuse")
                .endsWith("rita, an approver or an operator ends it.");

        ReleaseRecord<RecordBody.Grant> grant =
                record(
                        "grant-checkout-b-1-1",
                        new RecordBody.Grant(
                                REQUEST.ref(),
                                List.of(),
                                "hash",
                                null,
                                "",
                                RecordJson.tree(List.of()),
                                INPUT,
                                NOON.plusSeconds(3600)));
        ReleaseRecord<RecordBody.Step> step =
                record(
                        "step-1",
                        new RecordBody.Step(
                                grant.ref(), "checkout", "set-image", "1/x", "a", "b", 1, "d"));
        assertThat(beside(promotion(grant), true)).contains(", granted,").endsWith(refuse);
        assertThat(beside(promotion(grant, step), true))
                .contains(", rolling out,")
                .doesNotContain("drawbridge refuse")
                .endsWith("`drawbridge rollout watch production/checkout-b-1` follows it.");
    }

    @Test
    void whatCannotBeFollowedAnyMoreCannotBeTold() {
        List<String> told = new ArrayList<>();
        ConnectorException silent =
                new ConnectorException(
                        ConnectorException.Kind.UNREACHABLE, "the cluster is silent", null);
        Refused gone = new Refused(Ending.CANT_TELL, "its records went back");

        assertThat(Asking.ending("x/y-1", AskingTest::promotion, told::add))
                .isEqualTo(Ending.WAITS);
        assertThat(told).isEmpty();
        assertThat(Asking.ending("x/y-1", failing(silent), told::add)).isEqualTo(Ending.CANT_TELL);
        assertThat(Asking.ending("x/y-1", failing(gone), told::add)).isEqualTo(Ending.CANT_TELL);
        assertThat(told)
                .containsExactly(
                        "x/y-1 can't be followed any more: " + silent.getMessage(),
                        "x/y-1 can't be followed any more: " + gone.getMessage());
    }

    @Test
    void aMistakeOfItsOwnAndCtrlCAreNoEnding() {
        RuntimeException stopped =
                new ConnectorException(
                        ConnectorException.Kind.UNREACHABLE, "stopped", new InterruptedException());

        assertThatThrownBy(() -> Asking.ending("x/y-1", failing(stopped), why -> {}))
                .isSameAs(stopped);
        assertThatThrownBy(() ->
                        Asking.ending(
                                "x/y-1",
                                failing(new IllegalStateException("a mistake")),
                                why -> {}))
                .hasMessage("a mistake");
    }

    private static Supplier<Promotion> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    private static String beside(Promotion promotion, boolean refusable) {
        return Asking.beside(new Asking.Open(promotion, refusable), DIGEST);
    }

    private static Promotion promotion(ReleaseRecord<?>... more) {
        List<ReleaseRecord<? extends RecordBody>> all = new ArrayList<>(List.of(REQUEST));
        all.addAll(List.of(more));
        return new Promotion("production/checkout-b-1", REQUEST, new Records(all), List.of(), NOON);
    }

    private static <T extends RecordBody> ReleaseRecord<T> record(String name, T body) {
        return new ReleaseRecord<>(
                body.kind(),
                name,
                name + "-uid",
                name + "-sha",
                NOON,
                "rita",
                List.of(),
                "checkout",
                "checkout-b-1",
                body);
    }
}
