package dev.drawbridge.connector.git;

import dev.drawbridge.connector.net.ConnectionOptions;

/**
 * A Git host that needs more than its name.
 *
 * @param host with its port where the address names one
 * @param options CA, client certificate, proxy, headers, timeout; of these only the timeout counts
 *     for ssh, which goes by the user's own configuration
 */
public record GitHost(String host, ConnectionOptions options) {}
