package dev.drawbridge.app.desktop.releases;

/** A service in an environment, by their names. */
public record Place(String service, String environment) {}
