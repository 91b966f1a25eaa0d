package dev.drawbridge.delivery;

import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.delivery.workspace.ConnectionSettings;

/** From what the workspace says of a connection to what the connector wants to know. */
public final class Connecting {
    private Connecting() {}

    /** The settings, with the connector's defaults where nothing is said. */
    public static ConnectionOptions options(ConnectionSettings settings) {
        return new ConnectionOptions(
                settings.ca(),
                settings.clientCertificate(),
                settings.clientKey(),
                settings.proxy(),
                settings.headers(),
                settings.timeout() == null
                        ? ConnectionOptions.DEFAULT.timeout()
                        : settings.timeout());
    }
}
