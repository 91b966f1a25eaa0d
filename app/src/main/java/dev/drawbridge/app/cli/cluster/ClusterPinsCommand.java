package dev.drawbridge.app.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.setup.ClusterFacts;
import dev.drawbridge.delivery.setup.EngineFacts;
import dev.drawbridge.delivery.setup.PinnedGate;
import dev.drawbridge.delivery.setup.Pins;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cluster pins}. */
@Command(
        name = "pins",
        description =
                "Shows the gate that a protected environment holds in its cluster, and where this workspace differs.")
public final class ClusterPinsCommand extends DeskCommand {

    /**
     * The pins.
     *
     * @param pinned false where none were ever set
     * @param differences where this workspace or its engine differs
     */
    public record Result(
            String environment,
            boolean pinned,
            @Nullable String record,
            @Nullable String who,
            @Nullable Instant since,
            @Nullable String sha256,
            List<String> differences,
            @Nullable JsonNode pins) {}

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment.")
    String environment = "";

    @Option(names = "--show", description = "Shows them. Must be given.")
    boolean show;

    public ClusterPinsCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        if (!show) {
            throw new UsageException(
                    "`drawbridge cluster pins` needs --show to say what to do, as in `drawbridge cluster pins -e "
                            + environment
                            + " --show`; `drawbridge cluster setup -e "
                            + environment
                            + " --apply` sets them.");
        }
        String name = bench().environment(environment).name();
        Site site = bench().desk().site(name);
        Optional<PinnedGate> pinned = PinnedGate.read(site.records());
        if (pinned.isEmpty()) {
            Page page = new Page().line(Tone.WAITING, "The gate of " + name + " was never pinned.");
            return Answer.of(
                    Ending.CANT_TELL,
                    new Result(name, false, null, null, null, null, List.of(), null),
                    page,
                    "drawbridge cluster setup -e " + name + " --check");
        }
        return shown(name, site, pinned.get());
    }

    private Answer shown(String name, Site site, PinnedGate pinned) {
        List<String> differences =
                pinned.differences(
                        Pins.current(
                                bench().workspace(),
                                site.environment(),
                                EngineFacts.of(bench().engine().info()),
                                ClusterFacts.read(site.cluster(), site.environment())));
        Page page =
                new Page()
                        .line(
                                differences.isEmpty() ? Tone.GOOD : Tone.BLOCKED,
                                differences.isEmpty()
                                        ? "This workspace is the one that is pinned for "
                                                + name
                                                + "."
                                        : "This workspace differs from what is pinned for "
                                                + name
                                                + ".")
                        .line(
                                Tone.QUIET,
                                times ->
                                        "pinned by "
                                                + pinned.who()
                                                + " alone at "
                                                + times.local(pinned.since())
                                                + ", record "
                                                + pinned.record().name()
                                                + ", SHA-256 "
                                                + pinned.sha256());
        differences.forEach(difference -> page.line(Tone.BLOCKED, "  " + difference));
        page.gap().block(pinned.content().toPrettyString());
        Result result =
                new Result(
                        name,
                        true,
                        pinned.record().name(),
                        pinned.who(),
                        pinned.since(),
                        pinned.sha256(),
                        differences,
                        pinned.content());
        return Answer.of(differences.isEmpty() ? Ending.DONE : Ending.DENIED, result, page);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
