package dev.drawbridge.app.demo;

import dev.drawbridge.practice.world.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The command line that a person of a scenario types for each thing they do. */
final class Typing {
    /** Finds the newest promotion of a service into an environment; empty where there is none. */
    private final BiFunction<String, String, Optional<String>> promotions;

    Typing(BiFunction<String, String, Optional<String>> promotions) {
        this.promotions = promotions;
    }

    /** The arguments behind {@code drawbridge}. */
    List<String> of(Step.Act act) {
        return switch (act) {
            case Step.Gate gate -> List.of("gate", gate.service(), "-e", gate.environment().text());
            case Step.Request request -> request(request);
            case Step.Approve approve ->
                    List.of(
                            "approve",
                            id(approve.service(), approve.environment().text()),
                            "--confirm",
                            approve.service());
            case Step.Refuse refuse ->
                    List.of(
                            "refuse",
                            id(refuse.service(), refuse.environment().text()),
                            "--reason",
                            refuse.reason());
            case Step.Promote promote ->
                    List.of("promote", id(promote.service(), promote.environment().text()));
            case Step.Drive drive ->
                    List.of(
                            "promote",
                            drive.service(),
                            "-e",
                            drive.environment().text(),
                            "--reason",
                            "new candidate");
            case Step.Rollback rollback -> rollback(rollback);
            case Step.Freeze freeze ->
                    List.of(
                            "freeze",
                            "-e",
                            freeze.environment().text(),
                            "--reason",
                            freeze.reason(),
                            "--for",
                            freeze.lasts().toMinutes() + "m");
            case Step.EndFreeze end -> List.of("freeze", "end", "-e", end.environment().text());
        };
    }

    private static List<String> request(Step.Request request) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "request",
                                request.service(),
                                "-e",
                                request.environment().text(),
                                "--reason",
                                request.reason()));
        add(line, "--ticket", request.ticket());
        add(line, "--impact", request.impact());
        add(line, "--back-out", request.backOut());
        return line;
    }

    private static List<String> rollback(Step.Rollback rollback) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "rollback",
                                rollback.service(),
                                "-e",
                                rollback.environment().text(),
                                "--reason",
                                "put back by the scenario"));
        add(line, "--to", rollback.to());
        return line;
    }

    private static void add(List<String> line, String option, @Nullable String value) {
        if (value != null) {
            line.add(option);
            line.add(value);
        }
    }

    /**
     * Where nobody asked, the id that a request would have had stands in, so that the command says
     * what is missing.
     */
    private String id(String service, String environment) {
        return promotions.apply(service, environment).orElse(environment + "/" + service);
    }

    /** As a person would type it in a shell. */
    static String typed(List<String> arguments) {
        StringBuilder line = new StringBuilder("drawbridge");
        for (String argument : arguments) {
            boolean plain = argument.matches("[A-Za-z0-9._/:@=-]+");
            line.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }
}
