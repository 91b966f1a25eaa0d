package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;

/**
 * What is to run.
 *
 * @param image repository and digest, without a tag
 * @param foundBy in words: {@code tag main}, {@code named by digest}, {@code healthy in staging}
 */
public record Candidate(String service, ImageReference image, Digest digest, String foundBy) {}
