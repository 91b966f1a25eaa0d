package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.GateInput.Document;
import dev.drawbridge.policies.GateInput.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the statements of one kind about one digest: the newest by a key trusted for the
 * kind decides. A trusted one that can't be read and says no time could be the newest, so it
 * decides too, as "can't tell".
 *
 * @param <T> what such a statement carries
 */
final class Attested<T> {
    /**
     * How a kind is read.
     *
     * @param content the report in a predicate
     * @param predicateMade the predicate's own time, where the report in it can't be read
     * @param digests what the report itself says that it is about; empty where it doesn't
     */
    record Kind<T>(
            EvidenceKind kind,
            BiFunction<JsonNode, String, T> content,
            BiFunction<JsonNode, String, @Nullable Instant> predicateMade,
            Function<T, Set<String>> digests,
            Function<T, @Nullable Instant> made,
            Function<T, @Nullable Instant> databaseMade) {}

    /**
     * @param content null unless a statement was there and could be read
     */
    record Choice<T>(Document document, @Nullable T content) {}

    private record Candidate<T>(
            SignedObject.Dsse statement,
            @Nullable TrustedKey key,
            @Nullable T content,
            @Nullable String failure,
            @Nullable Instant made) {
        /**
         * Unreadable and without a time counts as the newest; readable and without a time as the
         * oldest.
         */
        Instant order() {
            return made != null ? made : failure != null ? Instant.MAX : Instant.MIN;
        }
    }

    /** So many unsigned artifacts are named. */
    private static final int SHOWN = 3;

    private final Kind<T> kind;
    private final Digest digest;
    private final Set<String> reachable;
    private final Trust trust;
    private final Sightings sightings;
    private final Instant now;

    /**
     * @param reachable the digest itself and what lies below it: a report about any of these is
     *     about the candidate
     */
    Attested(
            Kind<T> kind,
            Digest digest,
            Set<String> reachable,
            Trust trust,
            Sightings sightings,
            Instant now) {
        this.kind = kind;
        this.digest = digest;
        this.reachable = reachable;
        this.trust = trust;
        this.sightings = sightings;
        this.now = now;
    }

    Choice<T> choose(List<SignedObject> objects) {
        List<SignedObject.Dsse> statements =
                objects.stream()
                        .filter(SignedObject.Dsse.class::isInstance)
                        .map(SignedObject.Dsse.class::cast)
                        .filter(dsse -> kind.kind().predicateTypes().contains(dsse.predicateType()))
                        .filter(dsse -> dsse.covers(digest))
                        .toList();
        Optional<Choice<T>> trusted =
                newest(
                                statements.stream()
                                        .map(s ->
                                                trust.verified(s, kind.kind())
                                                        .map(key -> candidate(s, key)))
                                        .flatMap(Optional::stream)
                                        .toList())
                        .map(c -> judged(c, State.READ, null));
        return trusted.or(() -> untrusted(statements))
                .orElseGet(() -> new Choice<>(absent(objects), null));
    }

    private Optional<Choice<T>> untrusted(List<SignedObject.Dsse> statements) {
        return newest(statements.stream().map(s -> candidate(s, null)).toList())
                .map(c -> {
                    Optional<TrustedKey> known = trust.known(c.statement());
                    boolean unsigned = c.statement().signatures().isEmpty();
                    String why =
                            unsigned
                                    ? "The %s of it is signed by nobody (%s)."
                                    : known.isPresent()
                                            ? "The %s of it is signed by key "
                                                    + known.get().id()
                                                    + ", which the workspace doesn't trust for that (%s)."
                                            : "The %s of it is signed by no key that the workspace trusts for that (%s).";
                    State state = unsigned ? State.CLAIMED : State.UNTRUSTED;
                    return judged(
                            c, state, why.formatted(kind.kind().word(), trust.words(kind.kind())));
                });
    }

    /** What can't be believed whoever signed it comes before whose word it is. */
    private Choice<T> judged(Candidate<T> c, State otherwise, @Nullable String otherwiseWhy) {
        T content = c.content();
        if (content == null) {
            return new Choice<>(document(c, State.UNREADABLE, c.failure(), digest.value()), null);
        }
        Set<String> about = kind.digests().apply(content);
        if (!about.isEmpty() && about.stream().noneMatch(reachable::contains)) {
            String other = about.stream().sorted().findFirst().orElseThrow();
            String why =
                    "The %s attached to %s is about another image, %s; scan this one and attest that."
                            .formatted(kind.kind().word(), digest, other);
            return new Choice<>(document(c, State.UNREADABLE, why, other), null);
        }
        // A date in the future is left for the rule to judge: it passes by itself, so it must not
        // enter an assessment's hash.
        return new Choice<>(document(c, otherwise, otherwiseWhy, digest.value()), content);
    }

    private Candidate<T> candidate(SignedObject.Dsse statement, @Nullable TrustedKey key) {
        String what = "the " + kind.kind().word() + " in " + statement.source();
        Instant made = null;
        try {
            made = kind.predicateMade().apply(statement.predicate(), what);
            T content = kind.content().apply(statement.predicate(), what);
            return new Candidate<>(statement, key, content, null, kind.made().apply(content));
        } catch (ConnectorException e) {
            return new Candidate<>(statement, key, null, String.valueOf(e.getMessage()), made);
        }
    }

    private static <T> Optional<Candidate<T>> newest(List<Candidate<T>> candidates) {
        return candidates.stream().max(Comparator.comparing(Candidate::order));
    }

    private Document document(Candidate<T> c, State state, @Nullable String why, String subject) {
        String sha256 = CanonicalJson.sha256(c.statement().payload());
        T content = c.content();
        Instant database = content == null ? null : kind.databaseMade().apply(content);
        return new Document(
                state,
                why,
                c.statement().source().toString(),
                c.key() == null ? null : c.key().id(),
                sha256,
                subject,
                seconds(c.made()),
                seconds(database),
                sightings.firstSeen(kind.kind().word(), sha256, now).getEpochSecond());
    }

    private Document absent(List<SignedObject> objects) {
        Optional<SignedObject.Dsse> ofAnother =
                objects.stream()
                        .filter(SignedObject.Dsse.class::isInstance)
                        .map(SignedObject.Dsse.class::cast)
                        .filter(dsse -> kind.kind().predicateTypes().contains(dsse.predicateType()))
                        .findFirst();
        if (ofAnother.isPresent()) {
            String other =
                    ofAnother.get().subjects().stream()
                            .map(subject ->
                                    subject.digests().getOrDefault("sha256", "an unknown digest"))
                            .findFirst()
                            .orElse("nothing");
            String why =
                    "The %s beside %s is about another image, %s; make one of this image and attest that."
                            .formatted(kind.kind().word(), digest, other);
            return Document.absent(State.UNREADABLE, why);
        }
        return objects.stream()
                .filter(SignedObject.Unreadable.class::isInstance)
                .map(SignedObject.Unreadable.class::cast)
                .findFirst()
                .map(u ->
                        Document.absent(
                                State.UNREADABLE,
                                "No %s of %s was found, and %s can't be read: %s."
                                        .formatted(
                                                kind.kind().word(), digest, u.source(), u.why())))
                .orElseGet(() ->
                        Document.absent(
                                State.MISSING,
                                "No %s of %s was found beside the image."
                                                .formatted(kind.kind().word(), digest)
                                        + unsigned(objects)));
    }

    /** What may be meant as one; it isn't read, because it is nobody's word. */
    private static String unsigned(List<SignedObject> objects) {
        String there =
                objects.stream()
                        .filter(SignedObject.Unsigned.class::isInstance)
                        .map(SignedObject.Unsigned.class::cast)
                        .map(u -> u.source() + " (" + u.type() + ")")
                        .sorted()
                        .limit(SHOWN)
                        .collect(Collectors.joining(", "));
        return there.isEmpty()
                ? ""
                : " What is attached there is signed by nobody and so counts for nothing: %s. Attest it with a trusted key."
                        .formatted(there);
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
