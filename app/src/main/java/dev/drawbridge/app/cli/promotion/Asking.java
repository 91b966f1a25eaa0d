package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.promotion.Requests;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code request} and {@code promote} do alike. */
final class Asking {

    private final Workbench bench;

    Asking(Workbench bench) {
        this.bench = bench;
    }

    Requests.Asked ask(
            String service, String environment, @Nullable String digest, RequestWords words) {
        String in = bench.environment(environment).name();
        String of = bench.service(service).name();
        if (words.reason() == null || words.reason().isBlank()) {
            throw new UsageException(
                    "A request needs --reason TEXT: why should " + of + " go to " + in + "?");
        }
        return bench.workflow()
                .requests()
                .request(in, of, digest == null ? null : Digest.parse(digest), words);
    }

    /** Follows a promotion to its end, or as long as was said. */
    Ending follow(String id, Duration patience) {
        Promotion last =
                bench.workflow()
                        .watching()
                        .watch(
                                id,
                                patience,
                                new Following(bench.printer(), bench.surroundings().clock()));
        return Endings.of(last.phase());
    }
}
