package dev.drawbridge.app.desktop.parts;

import dev.drawbridge.app.output.Unseen;
import dev.drawbridge.delivery.evidence.Release;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** A release as it looks everywhere: its version and seven digits of its digest. */
public final class ReleaseName {
    private ReleaseName() {}

    /** Its version where it has one, and its digest, whole on hover. */
    public static HBox node(Release release) {
        HBox name = new HBox(6);
        name.getStyleClass().add("release");
        if (release.version() != null) {
            Label version = new Label(Unseen.shown(release.version()));
            version.getStyleClass().add("strong");
            version.setMaxWidth(120);
            name.getChildren().add(version);
        }
        Label digest = new Label(Unseen.shown(brief(release)));
        digest.getStyleClass().add("digest");
        digest.setMaxWidth(160);
        digest.setTooltip(new Tooltip(release.image()));
        name.getChildren().add(digest);
        return name;
    }

    /** Seven digits of the digest; the whole image where it is named by a tag. */
    public static String brief(Release release) {
        return release.digest() == null
                ? release.image()
                : release.digest().value().substring(7, 14);
    }

    /** An image's name with seven digits of its digest. */
    public static String brief(String image) {
        return image.replaceFirst("@sha256:([0-9a-f]{7})[0-9a-f]*$", "@$1");
    }

    /** In words: its version, else its digest. */
    public static String words(Release release) {
        return release.version() == null ? brief(release) : release.version();
    }
}
