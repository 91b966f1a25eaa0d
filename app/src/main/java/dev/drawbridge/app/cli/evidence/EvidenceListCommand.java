package dev.drawbridge.app.cli.evidence;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.delivery.Ending;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code evidence list}. */
@Command(
        name = "list",
        description =
                "Lists what is signed about an image, in its registry, and which trusted key verifies it. Whether it"
                        + " counts for a gate, the gate says.")
public final class EvidenceListCommand extends DeskCommand {

    /** What is there. */
    public record Result(String image, List<SignedLine> signed) {}

    @Parameters(
            paramLabel = "DIGEST",
            description = "The image: host/repository@sha256:…, or a digest of the workspace.")
    String digest = "";

    public EvidenceListCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<TrustedKey> keys = keys(bench());
        EvidenceTarget target = EvidenceTarget.find(bench(), digest);
        List<SignedLine> lines =
                target.read(bench().registries()).stream()
                        .map(object -> SignedLine.of(object, target.digest(), keys))
                        .toList();
        Page page = new Page();
        if (lines.isEmpty()) {
            page.head("Nothing is attached to " + target.image() + ".");
        } else {
            long unsigned = lines.stream().filter(SignedLine::unsigned).count();
            page.head(
                            Words.count(lines.size() - unsigned, "signed object")
                                    + (unsigned == 0
                                            ? ""
                                            : " and " + unsigned + " that nobody signed")
                                    + (lines.size() == 1 ? " is" : " are")
                                    + " attached to "
                                    + target.image()
                                    + ".")
                    .gap()
                    .sheet(SignedLine.sheet(lines))
                    .gap()
                    .line(
                            Tone.QUIET,
                            "No transparency log and no certificate was looked at: keys decide.");
        }
        return Answer.of(
                Ending.DONE,
                new Result(target.image().toString(), lines),
                page,
                SignedLine.sheet(lines),
                "drawbridge evidence verify " + target.image());
    }

    /** The keys that the workspace trusts. */
    static List<TrustedKey> keys(Workbench bench) {
        return bench.workspace().trust().stream()
                .map(key -> TrustedKey.load(key.id(), key.file(), key.kinds()))
                .toList();
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }

    @Override
    public boolean hasRows() {
        return true;
    }
}
