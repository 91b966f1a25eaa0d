package dev.drawbridge.app.cli.desk;

import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a process is started in.
 *
 * @param streams where it reads and writes
 * @param environment the environment's variables
 * @param folder the current folder
 * @param home the user's home
 * @param system the operating system's name
 * @param clock this machine's; decides nothing
 * @param zone this machine's
 * @param random for names that must differ
 * @param pace how a desk waits between looks
 * @param verbose turns the log up
 */
public record Surroundings(
        Streams streams,
        Map<String, String> environment,
        Path folder,
        Path home,
        String system,
        InstantSource clock,
        ZoneId zone,
        RandomGenerator random,
        Pace pace,
        Consumer<Boolean> verbose) {}
