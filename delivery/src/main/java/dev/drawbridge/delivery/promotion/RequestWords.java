package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.workspace.GatePlan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person says with a request.
 *
 * @param reason why
 * @param ticket where it was agreed
 * @param impact what it touches
 * @param backOut how it is undone
 */
public record RequestWords(
        @Nullable String reason,
        @Nullable String ticket,
        @Nullable String impact,
        @Nullable String backOut) {

    /** The fields an environment asks for and that were left out. */
    public List<GatePlan.RequestField> missing(List<GatePlan.RequestField> required) {
        return required.stream().filter(field -> said(field).isEmpty()).toList();
    }

    private Optional<String> said(GatePlan.RequestField field) {
        return Optional.ofNullable(
                        switch (field) {
                            case REASON -> reason;
                            case TICKET -> ticket;
                            case IMPACT -> impact;
                            case BACK_OUT -> backOut;
                        })
                .filter(text -> !text.isBlank());
    }
}
