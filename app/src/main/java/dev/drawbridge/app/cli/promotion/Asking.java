package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.Interrupts;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.cli.view.Onward;
import dev.drawbridge.app.cli.view.Showing;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.promotion.Requests;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code request} and {@code promote} do alike. */
final class Asking {

    private final Workbench bench;

    Asking(Workbench bench) {
        this.bench = bench;
    }

    /**
     * A request that was written.
     *
     * @param open what was open there for the service before, and still is
     */
    record Asked(Requests.Asked written, List<Open> open) {}

    /**
     * An open promotion of the same service.
     *
     * @param refusable whoever sits here may say no to it
     */
    record Open(Promotion promotion, boolean refusable) {}

    Asked ask(String service, String environment, @Nullable String digest, RequestWords words) {
        String in = bench.environment(environment).name();
        String of = bench.service(service).name();
        if (words.reason() == null || words.reason().isBlank()) {
            throw new UsageException(
                    "A request needs --reason TEXT: why should " + of + " go to " + in + "?");
        }
        Site site = bench.desk().site(in);
        Promotions promotions = bench.workflow().promotions();
        List<Open> open =
                promotions.of(site, bench.service(service)).reversed().stream()
                        .filter(p -> !p.phase().isOver())
                        .map(p -> new Open(p, promotions.standing(site, p).mayRefuse()))
                        .toList();
        return new Asked(
                bench.workflow()
                        .requests()
                        .request(in, of, digest == null ? null : Digest.parse(digest), words),
                open);
    }

    /** What is open beside a promotion, and what to do about it, each a sentence. */
    static List<String> beside(Asked asked) {
        String digest = asked.written().request().body().digest();
        return asked.open().stream().map(open -> beside(open, digest)).toList();
    }

    static String beside(Open open, String digest) {
        Promotion p = open.promotion();
        String other = p.request().body().digest();
        return "Open there already: "
                + p.id()
                + ", "
                + p.phase().words()
                + ", asked for by "
                + p.request().who()
                + (other.equals(digest)
                        ? " for this same digest; one of the two is enough."
                        : " for " + Cell.shortDigest(other) + ".")
                + " Only one is granted at a time; "
                + whatToDo(open);
    }

    private static String whatToDo(Open open) {
        String id = open.promotion().id();
        return switch (open.promotion().phase()) {
            case REQUESTED, GRANTED ->
                    open.refusable()
                            ? "`drawbridge refuse " + id + " --reason 'why'` ends it."
                            : open.promotion().request().who()
                                    + ", an approver or an operator ends it.";
            case ROLLING_OUT -> "`drawbridge rollout watch " + id + "` follows it.";
            default -> "`drawbridge rollout show " + id + "` shows why.";
        };
    }

    /** The way on for whoever sits at this desk. */
    Onward onward(String id) {
        Promotions promotions = bench.workflow().promotions();
        return Onward.of(id, () -> new Showing(promotions.find(id), promotions));
    }

    /**
     * Follows a promotion to its end, or as long as was said. Where it can't be followed any more
     * nobody can tell how it ends, and what was done before stands.
     */
    Ending follow(String id, Duration patience) {
        Following events = new Following(bench.printer(), bench.surroundings().clock());
        return ending(
                id,
                () -> bench.workflow().watching().watch(id, patience, events),
                bench.printer()::progress);
    }

    /**
     * How a promotion ended that is followed.
     *
     * @param told gets the sentence where it can't be followed any more
     */
    static Ending ending(String id, Supplier<Promotion> followed, Consumer<String> told) {
        try {
            return Endings.of(followed.get().phase());
        } catch (ConnectorException | Refused e) {
            if (Interrupts.caused(e)) {
                throw e;
            }
            told.accept(id + " can't be followed any more: " + e.getMessage());
            return Ending.CANT_TELL;
        }
    }
}
