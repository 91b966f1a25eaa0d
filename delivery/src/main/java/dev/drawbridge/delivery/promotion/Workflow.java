package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.Releases;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.GateService;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RunningDigests;
import java.util.Set;

/**
 * All that a desk can do with promotions, wired: the door of this room. Threads may share it.
 *
 * @param promotions finds and lists them
 * @param requests judges and asks
 * @param approvals says yes or no
 * @param actions grants and promotes
 * @param watching follows
 * @param drives takes up what needs a driver
 * @param board shows what runs where and what waits
 * @param releases tells what images call themselves
 */
public record Workflow(
        Desk desk,
        Registries registries,
        Promotions promotions,
        Requests requests,
        Approvals approvals,
        Actions actions,
        Watching watching,
        Drives drives,
        ReleaseBoard board,
        Releases releases) {
    /** Wires it for a desk. */
    public static Workflow of(
            Desk desk, Registries registries, Candidates candidates, GateService gate) {
        Promotions promotions = new Promotions(desk);
        Requests requests = new Requests(desk, candidates, gate, registries);
        Grants grants = new Grants(desk, promotions, candidates, gate, registries);
        Actions actions = new Actions(desk, promotions, grants, registries);
        Approvals approvals = new Approvals(desk, promotions, grants);
        Releases releases = new Releases(registries);
        return new Workflow(
                desk,
                registries,
                promotions,
                requests,
                approvals,
                actions,
                new Watching(desk, promotions, image -> RunningDigests.ifKnown(registries, image)),
                new Drives(desk, promotions, requests, actions, candidates, registries),
                new ReleaseBoard(desk, promotions, approvals, candidates, releases),
                releases);
    }

    /** Puts earlier revisions back in an environment. */
    public Rollbacks rollbacks(Site site) {
        return new Rollbacks(site, desk.pace(), desk.id(), desk.history(), registries);
    }

    /**
     * The digests of which any, as a pod's imageID, means that an image runs; none where its
     * registry doesn't answer, so that only the digest in the image itself counts.
     */
    public Set<Digest> running(String image) {
        return RunningDigests.ifKnown(registries, image);
    }
}
