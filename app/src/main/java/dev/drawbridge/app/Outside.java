package dev.drawbridge.app;

import dev.drawbridge.app.cli.desk.Wiring;
import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.connector.git.GitHost;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.net.HttpClients;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.RegistryOptions;
import dev.drawbridge.delivery.Connecting;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.evidence.ChangeReader;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.HistorySightings;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.GateInputs;
import dev.drawbridge.delivery.gate.GateService;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.setup.StandingGate;
import dev.drawbridge.delivery.workspace.PolicyConnection;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.PolicyEngine;
import dev.drawbridge.policies.RestEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Wires what reaches the outside, with the logins that this user has for it. */
public final class Outside implements Wiring {

    private final Map<String, String> environment;

    /**
     * @param environment where logins are looked for
     */
    public Outside(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Registries registries(Workspace workspace, Metrics metrics) {
        List<RegistryOptions> known =
                workspace.connections().registries().stream()
                        .map(r ->
                                new RegistryOptions(
                                        r.host(),
                                        Connecting.options(r.settings()),
                                        r.evidence(),
                                        false))
                        .toList();
        return new Registries(
                known, DockerCredentials.ofEnvironment(environment), metrics::answered);
    }

    @Override
    public GitSources git(Workspace workspace, Path cache, Metrics metrics) {
        List<GitHost> known =
                workspace.connections().git().stream()
                        .map(g -> new GitHost(g.host(), Connecting.options(g.settings())))
                        .toList();
        return new GitSources(known, cache, environment, metrics::answered);
    }

    @Override
    public PolicyEngine engine(Workspace workspace, Metrics metrics) {
        PolicyConnection policy = workspace.connections().policy();
        return policy == null
                ? EmbeddedEngine.open()
                : RestEngine.open(
                        policy.opa(),
                        HttpClients.create(
                                Connecting.options(policy.settings())
                                        .observedBy(metrics.answeredBy("opa")),
                                policy.opa().getRawAuthority()));
    }

    @Override
    public Workflow workflow(
            Desk desk,
            Registries registries,
            GitSources git,
            PolicyEngine engine,
            Metrics metrics) {
        Workspace workspace = desk.workspace();
        EvidenceCollector collector =
                new EvidenceCollector(
                        workspace,
                        registries,
                        new ChangeReader(workspace, git),
                        new HistorySightings(desk.history()));
        GateInputs inputs = new GateInputs(desk, collector, new StandingGate(workspace));
        return Workflow.of(
                desk,
                registries,
                new Candidates(desk, registries),
                new GateService(inputs, engine, desk.history(), metrics::judged));
    }
}
