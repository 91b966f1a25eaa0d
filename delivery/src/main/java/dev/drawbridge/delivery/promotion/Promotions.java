package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds promotions by their ids, in the environments' records. Blocks on the network. */
public final class Promotions {
    private final Desk desk;

    public Promotions(Desk desk) {
        this.desk = desk;
    }

    /**
     * A promotion and where it lies.
     *
     * @param site its environment
     * @param service what it promotes
     */
    public record Found(Site site, Service service, Promotion promotion) {
        /** Why nothing may be decided on its records; empty where something may. */
        void requireReadable() {
            promotion.records().unreadable().stream()
                    .findFirst()
                    .ifPresent(why -> {
                        throw new Refused(Ending.CANT_TELL, why);
                    });
        }
    }

    /**
     * The promotion of that id.
     *
     * @param id {@code <environment>/<request name>}
     * @throws Refused BAD_INPUT when there is no such promotion; CANT_TELL where the environment is
     *     protected and its records are gone or went back
     */
    public Found find(String id) {
        int slash = id.indexOf('/');
        if (slash < 1) {
            throw new Refused(
                    Ending.BAD_INPUT,
                    "'"
                            + id
                            + "' is no promotion's id; one reads <environment>/<request>, as `drawbridge rollout list`"
                            + " shows them");
        }
        Site site = desk.site(id.substring(0, slash));
        String name = id.substring(slash + 1);
        ReleaseRecord<RecordBody.Request> request =
                site.records()
                        .find(name, RecordBody.Request.class)
                        .orElseThrow(() -> unknown(site, id));
        Service service = desk.service(request.body().service());
        Records records = site.records().ofService(service.name());
        return new Found(site, service, promotion(site, request, records, site.cluster().now()));
    }

    /** Records that are gone are no sign that nobody asked. */
    private Refused unknown(Site site, String id) {
        Optional<String> lost =
                site.environment().protectedEnv()
                        ? site.mark()
                                .wentBack(site.records().all(), List.of())
                                .or(site.mark()::missing)
                        : Optional.empty();
        return lost.map(why ->
                        new Refused(
                                Ending.CANT_TELL,
                                why
                                        + ", so nobody can tell whether there was a promotion "
                                        + id
                                        + "; the platform role looks, with `drawbridge cluster setup -e "
                                        + site.environment().name()
                                        + " --check`"))
                .orElseGet(() ->
                        new Refused(
                                Ending.BAD_INPUT,
                                "there is no promotion "
                                        + id
                                        + "; `drawbridge rollout list` shows those there are"));
    }

    /** Every promotion of an environment, newest first. */
    public List<Promotion> all(Site site) {
        Records records = site.records().all();
        Instant now = site.cluster().now();
        List<Promotion> found = new ArrayList<>();
        for (ReleaseRecord<RecordBody.Request> request : records.of(RecordBody.Request.class)) {
            Records own = records.about(request.body().service());
            found.add(promotion(site, request, own, now));
        }
        found.sort(Comparator.comparing((Promotion p) -> p.request().created()).reversed());
        return found;
    }

    /** How whoever's credentials the site is reached with stands to a promotion there. */
    public Standing standing(Site site, Promotion promotion) {
        return new Standing(
                site.cluster()::whoAmI,
                site.environment().gate().approvals(),
                promotion,
                desk.workspace());
    }

    /** The promotion of a service whose grant stands open, if there is one. */
    Optional<Promotion> granted(Site site, Service service) {
        return of(site, service).stream()
                .filter(promotion -> promotion.openGrant().isPresent())
                .findFirst();
    }

    /** Every promotion of a service in an environment, oldest first. */
    public List<Promotion> of(Site site, Service service) {
        Records records = site.records().ofService(service.name());
        Instant now = site.cluster().now();
        return records.of(RecordBody.Request.class).stream()
                .map(request -> promotion(site, request, records, now))
                .toList();
    }

    /** Operators and compliance end what others asked for; the records policy holds them to it. */
    private Promotion promotion(
            Site site, ReleaseRecord<RecordBody.Request> request, Records records, Instant now) {
        List<String> enders =
                Stream.of(Role.OPERATOR, Role.BREAK_GLASS, Role.COMPLIANCE)
                        .flatMap(role -> desk.workspace().groups(role).stream())
                        .distinct()
                        .toList();
        return new Promotion(site.id(request.name()), request, records, enders, now);
    }

    /** The first free name of a request of a digest. */
    static String nextName(Records records, String service, String digest) {
        for (int n = 1; ; n++) {
            String name = RecordNames.request(service, digest, n);
            if (records.named(name, RecordBody.Request.class).isEmpty()) {
                return name;
            }
        }
    }
}
