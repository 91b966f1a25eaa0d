package dev.drawbridge.app.cli.evidence;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.delivery.Ending;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code evidence verify}. */
@Command(
        name = "verify",
        description =
                "Verifies an image's signature by the keys that the workspace trusts for signatures. Ends 0 where one"
                        + " verifies, 4 where there is none, 3 where there are some and none verifies.")
public final class EvidenceVerifyCommand extends DeskCommand {

    /**
     * What was found.
     *
     * @param verified whether a key trusted for signatures verifies one that is about the image
     */
    public record Result(String image, boolean verified, List<SignedLine> signatures) {}

    @Parameters(
            paramLabel = "DIGEST",
            description = "The image: host/repository@sha256:…, or a digest of the workspace.")
    String digest = "";

    public EvidenceVerifyCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<TrustedKey> keys =
                EvidenceListCommand.keys(bench()).stream()
                        .filter(key -> key.kinds().contains("signature"))
                        .toList();
        EvidenceTarget target = EvidenceTarget.find(bench(), digest);
        List<SignedLine> signatures =
                target.read(bench().registries()).stream()
                        .map(object -> SignedLine.of(object, target.digest(), keys))
                        .filter(line -> line.what().equals("signature"))
                        .toList();
        boolean verified = signatures.stream().anyMatch(l -> l.state().equals("verified"));
        Ending ending = ending(verified, signatures);
        Page page =
                new Page()
                        .line(verified ? Tone.GOOD : Tone.BLOCKED, sentence(target, ending, keys));
        if (!signatures.isEmpty()) {
            page.gap().sheet(SignedLine.sheet(signatures));
        }
        return Answer.of(
                ending,
                new Result(target.image().toString(), verified, signatures),
                page,
                SignedLine.sheet(signatures));
    }

    /** A missing signature can't tell; one that doesn't verify says no. */
    static Ending ending(boolean verified, List<SignedLine> signatures) {
        if (verified) {
            return Ending.DONE;
        }
        boolean wrong = signatures.stream().anyMatch(SignedLine::covers);
        return wrong ? Ending.DENIED : Ending.CANT_TELL;
    }

    private static String sentence(EvidenceTarget target, Ending ending, List<TrustedKey> keys) {
        return switch (ending) {
            case DONE -> "A trusted key verifies the signature of " + target.image() + ".";
            case DENIED ->
                    "No key that the workspace trusts for signatures ("
                            + keys.size()
                            + ") verifies a signature of "
                            + target.image()
                            + ".";
            default -> "There is no signature of " + target.image() + " that could be verified.";
        };
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
