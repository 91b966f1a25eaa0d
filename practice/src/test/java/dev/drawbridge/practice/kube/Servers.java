package dev.drawbridge.practice.kube;

import dev.drawbridge.testbed.Person;
import dev.drawbridge.testbed.contract.ApiUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Practice servers as the tests want them: the people of the testbed, fifty times as fast. */
final class Servers {
    static final int SPEED = 50;
    static final int HISTORY = 300;
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private Servers() {}

    static InstantSource worldClock() {
        long begun = System.nanoTime();
        return () -> START.plus(Duration.ofNanos((System.nanoTime() - begun) * SPEED));
    }

    static PracticeApiServer start() {
        return start(worldClock());
    }

    static PracticeApiServer start(InstantSource clock) {
        return start(
                clock, image -> image.contains("@") ? image : image + "@sha256:" + "0".repeat(64));
    }

    static PracticeApiServer start(InstantSource clock, ImageResolver images) {
        List<PersonToken> people =
                Person.ALL.stream()
                        .map(p ->
                                new PersonToken(
                                        token(p.name()), p.name(), "uid-" + p.name(), p.groups()))
                        .toList();
        return PracticeApiServer.start(
                new ApiOptions(
                        "practice",
                        clock,
                        SPEED,
                        people,
                        images,
                        new Random(1),
                        Pace.USUAL,
                        HISTORY));
    }

    static String token(String person) {
        return person + "-token";
    }

    static ApiUnderTest underTest(PracticeApiServer server, Path folder) {
        return new ApiUnderTest(
                server.url(), authority(server, folder), token("admin"), token("view"), "view");
    }

    static Path authority(PracticeApiServer server, Path folder) {
        try {
            return Files.writeString(folder.resolve("ca.crt"), server.certificateAuthority());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
