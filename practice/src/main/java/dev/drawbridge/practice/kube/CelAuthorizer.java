package dev.drawbridge.practice.kube;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code authorizer} of admission policies, and what its calls give on the way to
 * {@code allowed()}.
 *
 * @param access what has been said so far
 * @param request the request's own access
 */
record CelAuthorizer(
        Predicate<ApiRequest.Access> rules, ApiRequest.Access access, ApiRequest.Access request) {
    static CelAuthorizer of(Predicate<ApiRequest.Access> rules, ApiRequest.Access request) {
        return new CelAuthorizer(
                rules, new ApiRequest.Access(request.user(), "", "", "", "", "", ""), request);
    }

    CelAuthorizer requestResource() {
        return new CelAuthorizer(rules, request, request);
    }

    Object call(String function, List<@Nullable Object> arguments) {
        String said = arguments.isEmpty() ? "" : String.valueOf(arguments.getFirst());
        ApiRequest.Access a = access;
        return switch (function) {
            case "group" ->
                    with(a.verb(), said, a.resource(), a.subresource(), a.namespace(), a.name());
            case "resource" ->
                    with(a.verb(), a.group(), said, a.subresource(), a.namespace(), a.name());
            case "subresource" ->
                    with(a.verb(), a.group(), a.resource(), said, a.namespace(), a.name());
            case "namespace" ->
                    with(a.verb(), a.group(), a.resource(), a.subresource(), said, a.name());
            case "name" ->
                    with(a.verb(), a.group(), a.resource(), a.subresource(), a.namespace(), said);
            case "check" ->
                    with(said, a.group(), a.resource(), a.subresource(), a.namespace(), a.name());
            case "allowed" -> rules.test(a);
            default -> throw new CelException("no such overload: authorizer." + function);
        };
    }

    private CelAuthorizer with(
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        return new CelAuthorizer(
                rules,
                new ApiRequest.Access(
                        access.user(), verb, group, resource, subresource, namespace, name),
                request);
    }
}
