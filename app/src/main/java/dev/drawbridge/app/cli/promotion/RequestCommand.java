package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.GateView;
import dev.drawbridge.app.cli.view.Onward;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Requests;
import dev.drawbridge.policies.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code request}. */
@Command(
        name = "request",
        description =
                "Asks for a release to go to an environment, and prints the promotion's id. Written down even where"
                        + " the gate says no, so that everybody sees what is missing; ends with the gate's code.")
public final class RequestCommand extends DeskCommand {

    /**
     * The request, and the gate as it stood then.
     *
     * @param open ids of the service's promotions into that environment that were open before
     */
    public record Result(String id, List<String> open, GateResult gate) {}

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    String service = "";

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment it should go to.")
    String environment = "";

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "The release. Without it: the environment's own candidate.")
    @Nullable String digest;

    @Mixin final SaidOptions said = new SaidOptions();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Follows it to its end, at most that long, such as 30m.")
    @Nullable Duration patience;

    public RequestCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Asking asking = new Asking(bench());
        Asking.Asked all = asking.ask(service, environment, digest, said.words());
        Requests.Asked asked = all.written();
        GateResult gate =
                GateResult.of(
                        asked.judged().input(),
                        asked.judged().verdict(),
                        asked.judged().assessment());
        Ending ending = asked.ending();
        if (patience != null) {
            bench().printer().progress(asked.id() + " is asked for; following it …");
            ending = asking.follow(asked.id(), patience);
        }
        Page page = GateView.show(new Page().head("Asked: " + asked.id()), gate);
        Asking.beside(all).forEach(line -> page.gap().line(Tone.WAITING, line));
        List<String> open = all.open().stream().map(o -> o.promotion().id()).toList();
        Onward onward = asking.onward(asked.id());
        Level level = asked.judged().verdict().level();
        boolean shut = level == Level.DENY || level == Level.CANT_TELL;
        if (!shut) {
            onward.others().ifPresent(line -> page.gap().line(line));
        }
        return new Answer(
                ending,
                new Result(asked.id(), open, gate),
                page,
                null,
                shut ? Onward.show(asked.id()) : onward.next());
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
