package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no approvals are named the cluster's own rules leave one person room for all of it. */
class OnePersonTest {
    @TempDir private Path folder;

    @Test
    void onePersonAsksGrantsAndDrivesWhereNobodyMustApprove() throws Exception {
        try (PracticeShop shop = PracticeShop.startWithStagingHeld(folder, List.of("checkout"))) {
            Workflow sam = shop.desk("sam");
            Site staging = sam.desk().site("staging");
            String digest = shop.world().digest("checkout", "1.1.0");
            Requests.Asked asked =
                    sam.requests()
                            .request(
                                    "staging",
                                    "checkout",
                                    Digest.parse(digest),
                                    new RequestWords("alone", null, null, null));

            ReleaseRecord<RecordBody.Outcome> outcome =
                    sam.actions().promote(asked.id(), true, RolloutEvents.NONE);

            assertThat(outcome.body().result()).isEqualTo("healthy");
            assertThat(outcome.body().marked()).isNull();
            Promotion promotion = sam.promotions().find(asked.id()).promotion();
            assertThat(promotion.grants())
                    .singleElement()
                    .satisfies(g -> assertThat(g.who()).isEqualTo("sam"));
            assertThat(promotion.grants().getFirst().body().listKey()).isNotEmpty();
            assertThat(staging.list().find(staging.listKey(sam.desk().service("checkout"), digest)))
                    .as("the cluster lets nobody mark as served what they granted")
                    .hasValueSatisfying(
                            e -> assertThat(e.state()).isEqualTo(ReleaseList.State.GRANTED));
        }
    }
}
