package dev.drawbridge.connector.oci;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a registry keeps under a tag or a digest. Its digest was taken over {@link #raw()}. */
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /** The bytes as they came. Not to be changed. */
    byte[] raw();

    /** Of the raw bytes. */
    Digest digest();

    String mediaType();

    /** What an artifact says that it is; null where it says nothing. */
    @Nullable String artifactType();

    Map<String, String> annotations();

    /** What it refers to; null where it stands alone. */
    @Nullable Descriptor subject();
}
