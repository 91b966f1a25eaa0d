package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.Release;
import dev.drawbridge.delivery.evidence.Releases;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs in each environment and what waits to go there. Blocks on the network. */
public final class ReleaseBoard {
    private final Desk desk;
    private final Promotions promotions;
    private final Approvals approvals;
    private final Candidates candidates;
    private final Releases releases;

    ReleaseBoard(
            Desk desk,
            Promotions promotions,
            Approvals approvals,
            Candidates candidates,
            Releases releases) {
        this.desk = desk;
        this.promotions = promotions;
        this.approvals = approvals;
        this.candidates = candidates;
        this.releases = releases;
    }

    /**
     * The ways of services into an environment, in the order of the services.
     *
     * @throws ConnectorException where the environment can't be read at all
     */
    public List<Arrow> into(Environment environment, List<Service> services) {
        Site site = desk.site(environment.name());
        List<Promotion> all = promotions.all(site);
        return services.stream().map(service -> arrow(site, service, all)).toList();
    }

    private Arrow arrow(Site site, Service service, List<Promotion> all) {
        @Nullable Release runs = null;
        try {
            runs =
                    site.reader()
                            .find(site.place(service))
                            .map(WorkloadSnapshot::image)
                            .map(releases::of)
                            .orElse(null);
            return new Arrow(service, site.environment(), runs, next(site, service, runs, all));
        } catch (ConnectorException e) {
            return new Arrow(
                    service,
                    site.environment(),
                    runs,
                    new Arrow.Unknown(String.valueOf(e.getMessage())));
        }
    }

    private Arrow.Next next(
            Site site, Service service, @Nullable Release runs, List<Promotion> all) {
        Optional<Promotion> open =
                all.stream()
                        .filter(p -> p.request().body().service().equals(service.name()))
                        .filter(p -> !p.phase().isOver())
                        .findFirst();
        if (open.isPresent()) {
            return open(site, service, open.get());
        }
        try {
            Candidate candidate = candidates.resolve(site, service, null);
            return runs != null && candidate.digest().equals(runs.digest())
                    ? new Arrow.Same()
                    : new Arrow.Candidate(
                            releases.of(candidate.image().toString()), candidate.foundBy());
        } catch (Refused e) {
            String why = String.valueOf(e.getMessage());
            return e.ending() == Ending.CANT_TELL ? new Arrow.Unknown(why) : new Arrow.Nothing(why);
        }
    }

    private Arrow.Open open(Site site, Service service, Promotion promotion) {
        return new Arrow.Open(
                releases.of(promotion.request().body().image()),
                promotion,
                approvals.stillNeeded(new Promotions.Found(site, service, promotion)));
    }
}
