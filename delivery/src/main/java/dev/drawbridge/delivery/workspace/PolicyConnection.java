package dev.drawbridge.delivery.workspace;

import java.net.URI;

/**
 * An OPA that evaluates the policies in place of the embedded engine.
 *
 * @param opa its base address
 * @param settings CA, client certificate, proxy, headers
 */
public record PolicyConnection(URI opa, ConnectionSettings settings) {}
