package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.GateView;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.policies.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gate}. */
@Command(
        name = "gate",
        description =
                "Judges a release for an environment now: collects the evidence, runs the rules, shows the findings,"
                        + " worst first, and the assessment that an approval would name. Writes nothing to the cluster; keeps"
                        + " input and findings in this desk's history.")
public final class GateCommand extends DeskCommand {

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    String service = "";

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment it would go to.")
    String environment = "";

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "The release. Without it: the environment's own candidate.")
    @Nullable String digest;

    public GateCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        String in = bench().environment(environment).name();
        String of = bench().service(service).name();
        Digest wanted = digest == null ? null : Digest.parse(digest);
        Judged judged = bench().workflow().requests().gate(in, of, wanted);
        return answer(judged, in);
    }

    /** A gate as an answer of its own. */
    static Answer answer(Judged judged, String environment) {
        GateResult gate = GateResult.of(judged.input(), judged.verdict(), judged.assessment());
        Level level = judged.verdict().level();
        String[] next =
                level == Level.FINE || level == Level.WARN || level == Level.WAITS
                        ? new String[] {
                            "drawbridge request "
                                    + gate.service()
                                    + " -e "
                                    + environment
                                    + " --digest "
                                    + gate.digest()
                                    + " --reason 'why'"
                        }
                        : closed(gate);
        return Answer.of(
                Ending.of(level),
                gate,
                GateView.show(new Page(), gate),
                GateView.rows(gate.findings()),
                next);
    }

    /** The gate's own findings say all there is to say; a rule has more. */
    private static String[] closed(GateResult gate) {
        String rule = gate.findings().getFirst().rule();
        String evidence = "drawbridge evidence list " + gate.image();
        return rule.startsWith("gate.")
                ? new String[] {evidence}
                : new String[] {"drawbridge policy explain " + rule, evidence};
    }

    @Override
    public Class<GateResult> resultType() {
        return GateResult.class;
    }

    @Override
    public boolean hasRows() {
        return true;
    }
}
