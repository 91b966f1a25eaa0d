package dev.drawbridge.practice.kube;

import com.sun.net.httpserver.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Whose token a request carries, and in whose name it asks to be judged. */
final class Authenticator {
    private final Map<String, User> byToken = new ConcurrentHashMap<>();
    private final Rbac rbac;

    Authenticator(List<PersonToken> people, Rbac rbac) {
        this.rbac = rbac;
        for (PersonToken person : people) {
            List<String> groups = new ArrayList<>(person.groups());
            groups.add("system:authenticated");
            byToken.put(
                    person.token(), new User(person.username(), person.uid(), List.copyOf(groups)));
        }
    }

    /** From now on someone is no longer in a group. */
    void leave(String username, String group) {
        byToken.replaceAll((token, user) ->
                user.name().equals(username)
                        ? new User(
                                user.name(),
                                user.uid(),
                                user.groups().stream().filter(g -> !g.equals(group)).toList())
                        : user);
    }

    /**
     * @throws ApiException 401 for a token of nobody's, 403 for an impersonation that isn't allowed
     */
    User user(Headers headers) {
        String authorization = Objects.requireNonNullElse(headers.getFirst("Authorization"), "");
        if (authorization.isEmpty()) {
            return User.ANONYMOUS;
        }
        User user =
                authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                        ? byToken.get(authorization.substring(7).strip())
                        : null;
        if (user == null) {
            throw ApiException.of(401, "Unauthorized", "Unauthorized");
        }
        String as = headers.getFirst("Impersonate-User");
        return as == null
                ? user
                : impersonated(user, as, headers.getOrDefault("Impersonate-Group", List.of()));
    }

    private User impersonated(User user, String as, List<String> groups) {
        demand(user, "users", as);
        groups.forEach(group -> demand(user, "groups", group));
        List<String> all = new ArrayList<>(groups);
        all.add("system:authenticated");
        return new User(as, "", List.copyOf(all));
    }

    private void demand(User user, String resource, String name) {
        ApiRequest.Access access =
                new ApiRequest.Access(user, "impersonate", "", resource, "", "", name);
        if (rbac.allowed(access).isEmpty()) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    "%s \"%s\" is forbidden: %s".formatted(resource, name, access.refusal()));
        }
    }
}
