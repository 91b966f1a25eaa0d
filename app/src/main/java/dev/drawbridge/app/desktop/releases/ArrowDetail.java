package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.Offer;
import dev.drawbridge.app.cli.view.PromotionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know before a release goes further.
 *
 * @param gate as it stands now
 * @param promotion what was asked for; null where nobody asked yet
 * @param offers what whoever looks can do, the likeliest first
 */
public record ArrowDetail(
        GateResult gate, @Nullable PromotionResult promotion, List<Offer> offers) {
    public ArrowDetail {
        offers = List.copyOf(offers);
    }

    /** What it is of: the promotion's id, or the digest that nobody asked for yet. */
    String subject() {
        return promotion == null ? gate.digest() : promotion.id();
    }
}
