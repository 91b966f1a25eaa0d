package dev.drawbridge.connector.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the user's and the machine's Git configuration out: it could turn TLS verification off,
 * send addresses elsewhere or add headers, and finding the machine's would run the git program.
 * JGit has one such reader for the whole process.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {
    private IsolatedSystemReader(SystemReader system) {
        super(system);
    }

    /** Once is enough, more often does nothing. */
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
            SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
        }
    }

    /** With GIT_SSH JGit would start it by itself, past {@link OpenSsh}. */
    @Override
    public @Nullable String getenv(String variable) {
        return variable.equals("GIT_SSH") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(fs);
    }

    /** A configuration without a file. */
    private static final class Nothing extends FileBasedConfig {
        Nothing(FS fs) {
            super(null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
