package dev.drawbridge.testbed.contract;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An API server that a suite runs against.
 *
 * @param server where it answers
 * @param authority the certificate authority of its certificate, PEM, where it speaks https
 * @param adminToken of someone in {@code system:masters}
 * @param strangerToken of someone who may do no more than anyone who is logged in
 * @param stranger that one's user name
 */
public record ApiUnderTest(
        URI server,
        @Nullable Path authority,
        String adminToken,
        String strangerToken,
        String stranger) {}
