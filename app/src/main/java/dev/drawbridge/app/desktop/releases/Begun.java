package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.Offer.Deed;

/**
 * What a person is about to do, and still has to say or confirm.
 *
 * @param detail what they were shown when they began; it is done to that and to nothing newer
 */
record Begun(Deed deed, Place place, ArrowDetail detail) {}
