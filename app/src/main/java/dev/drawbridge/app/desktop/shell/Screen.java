package dev.drawbridge.app.desktop.shell;

import javafx.scene.Node;

/** One screen of the window. Used on the window's thread. */
public interface Screen {
    /** What is shown. */
    Node node();

    /** It came into sight: it reads what it shows. */
    void shown();
}
