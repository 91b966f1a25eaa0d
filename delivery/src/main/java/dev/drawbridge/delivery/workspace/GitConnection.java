package dev.drawbridge.delivery.workspace;

/**
 * A Git host that needs more than its name.
 *
 * @param host with its port where the sources' addresses name one
 * @param settings CA, client certificate, proxy, headers; for ssh only the timeout counts
 */
public record GitConnection(String host, ConnectionSettings settings) {}
