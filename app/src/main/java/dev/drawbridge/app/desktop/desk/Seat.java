package dev.drawbridge.app.desktop.desk;

import dev.drawbridge.app.cli.desk.Workbench;

/**
 * Where one person sits: their credentials, their desk's own files.
 *
 * @param name of the person, as their cluster knows them or the practice world calls them
 * @param bench opened on first use
 */
public record Seat(String name, Workbench bench) {}
