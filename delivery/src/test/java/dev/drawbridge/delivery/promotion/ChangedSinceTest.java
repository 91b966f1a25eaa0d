package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became known since somebody asked counts. */
class ChangedSinceTest {
    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("stays", "overtaken", "listed", "privileged"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void whatIsMarkedIsNotPromotedFurther() {
        Workflow rita = shop.desk("rita");
        Site staging = shop.desk("sam").desk().site("staging");
        String image =
                rita.desk().service("stays").image() + "@" + shop.world().digest("stays", "1.1.0");
        assertThat(shop.gate(rita, "stays").verdict().level()).isEqualTo(Level.WAITS);

        PracticeShop.outcome(staging, "stays", image, "healthy", "its scan is gone");

        Judged judged = shop.gate(rita, "stays");
        assertThat(judged.verdict().level()).isEqualTo(Level.DENY);
        assertThat(PracticeShop.message(judged, "change.promotion_order_same_digest"))
                .contains("ended healthy but marked");
        assertThatThrownBy(() -> rita.requests().gate("production", "stays", null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(
                        "must be healthy, and the same, in every environment before (staging: none)");
    }

    @Test
    void anOvertakenOutcomeWrittenLateHidesNoHealthyOne() {
        Workflow rita = shop.desk("rita");
        Site staging = shop.desk("sam").desk().site("staging");
        String digest = shop.world().digest("overtaken", "1.0.0");

        PracticeShop.outcome(
                staging,
                "overtaken",
                rita.desk().service("overtaken").image() + "@" + digest,
                "overtaken");

        assertThat(shop.gate(rita, "overtaken").verdict().level()).isEqualTo(Level.WAITS);
        assertThat(
                        rita.requests()
                                .gate("production", "overtaken", null)
                                .input()
                                .candidate()
                                .digest())
                .isEqualTo(shop.world().digest("overtaken", "1.1.0"));
    }

    @Test
    void evidenceThatTheRequestListedAndThatIsGoneCannotBeToldBy() {
        Workflow rita = shop.desk("rita");
        ReleaseRecord<RecordBody.Request> asked = shop.ask(rita, "listed").request();
        String gone = "a".repeat(64);
        List<String> listed = new ArrayList<>(asked.body().evidence());
        assertThat(listed).hasSize(3);
        assertThat(judge(rita, asked.body(), listed, 8).input().request())
                .satisfies(r -> assertThat(r.evidenceGone()).isEmpty());
        listed.add(gone);

        Judged judged = judge(rita, asked.body(), listed, 9);

        assertThat(judged.verdict().level()).isEqualTo(Level.CANT_TELL);
        assertThat(PracticeShop.message(judged, "gate.evidence_gone")).contains(gone);
    }

    @Test
    void whatChangedSinceItWasAskedIsNamed() {
        String id = shop.ask(shop.desk("rita"), "privileged").id();
        shop.makePrivileged("privileged");

        assertThatThrownBy(() -> shop.desk("omar").approvals().approve(id))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the pod template of what runs there changed")
                .hasMessageContaining("k8s.pss.privileged of app is new: deny (app)");
    }

    /** The request once more, listing other evidence, judged. */
    private static Judged judge(
            Workflow by, RecordBody.Request body, List<String> evidence, int n) {
        String name = RecordNames.request(body.service(), body.digest(), n);
        Site site = by.desk().site("production");
        site.records()
                .create(
                        name,
                        body.service(),
                        name,
                        new RecordBody.Request(
                                body.environment(),
                                body.service(),
                                body.image(),
                                body.digest(),
                                body.from(),
                                body.plan(),
                                body.reason(),
                                null,
                                null,
                                null,
                                body.assessment(),
                                body.pack(),
                                body.pins(),
                                evidence,
                                body.candidateFrom(),
                                body.findings(),
                                body.input(),
                                body.expires()));
        return by.approvals().preview(site.id(name)).judged();
    }
}
