package dev.drawbridge.connector.git;

import dev.drawbridge.connector.net.HelperProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins that the user's own git knows, through {@code git credential fill}: its helpers keep
 * them in the keychain. Asked only when a server wants a login, and nobody is asked a question.
 */
final class GitLogins extends CredentialsProvider {
    private static final Logger log = LoggerFactory.getLogger(GitLogins.class);

    private final Map<String, String> environment;
    private boolean refused;

    GitLogins(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
        this.environment.put("GIT_TERMINAL_PROMPT", "0");
        this.environment.put("GIT_ASKPASS", "");
        this.environment.put("SSH_ASKPASS", "");
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username)
                    && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        Map<String, String> login = refused ? Map.of() : fill(uri);
        String user = login.get("username");
        String password = login.get("password");
        if (user == null || password == null) {
            return false;
        }
        for (CredentialItem item : items) {
            switch (item) {
                case CredentialItem.Username name -> name.setValue(user);
                case CredentialItem.Password secret ->
                        secret.setValueNoCopy(password.toCharArray());
                default -> throw new UnsupportedCredentialItem(uri, item.getPromptText());
            }
        }
        return true;
    }

    /** The server didn't take it; another isn't to be had. */
    @Override
    public void reset(@Nullable URIish uri) {
        refused = true;
    }

    private Map<String, String> fill(URIish uri) {
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
        String question =
                "protocol=%s\nhost=%s\npath=%s\n\n".formatted(uri.getScheme(), host, path);
        try {
            HelperProcess.Answer answer =
                    HelperProcess.ask(
                            new ProcessBuilder("git", "credential", "fill"),
                            environment,
                            question.getBytes(StandardCharsets.UTF_8));
            return answer.code() == 0 ? lines(answer.said()) : Map.of();
        } catch (HelperProcess.Failed | IOException e) {
            log.info("git knows no login for {}: git credential {}", host, e.getMessage());
            return Map.of();
        }
    }

    private static Map<String, String> lines(byte[] said) {
        Map<String, String> values = new HashMap<>();
        new String(said, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int at = line.indexOf('=');
                    if (at > 0) {
                        values.put(line.substring(0, at), line.substring(at + 1));
                    }
                });
        return values;
    }
}
