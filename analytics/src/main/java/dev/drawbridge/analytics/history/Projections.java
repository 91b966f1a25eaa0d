package dev.drawbridge.analytics.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the tables from the events, one event at a time and in the order of their ids. */
final class Projections {
    private static final List<String> TABLES =
            List.of("deployments", "journal_steps", "assessments", "marks");

    private static final String STARTED =
            """
            INSERT INTO deployments (id, environment, service, digest, started, kind, source) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET digest = coalesce(digest, excluded.digest), started = coalesce(started, excluded.started),
                kind = coalesce(kind, excluded.kind)\
            """;
    private static final String ENDED =
            """
            INSERT INTO deployments (id, environment, service, digest, ended, outcome, kind, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET digest = coalesce(digest, excluded.digest), kind = coalesce(kind, excluded.kind),
                ended = coalesce(ended, excluded.ended), outcome = coalesce(outcome, excluded.outcome)\
            """;
    private static final String INTENT =
            """
            INSERT INTO journal_steps (environment, name, service, promotion, actor, intent_at, intent) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET service = excluded.service, promotion = excluded.promotion, actor = excluded.actor,
                intent_at = excluded.intent_at, intent = excluded.intent\
            """;
    private static final String OUTCOME =
            """
            INSERT INTO journal_steps (environment, name, service, promotion, outcome, settled_at, result) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET outcome = excluded.outcome, settled_at = excluded.settled_at, result = excluded.result\
            """;
    private static final String ASSESSED =
            "INSERT INTO assessments (event, hash, environment, service, digest, actor, input, findings, engine, at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String MARK =
            """
            INSERT INTO marks (environment, namespace_uid, records, fence, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET namespace_uid = excluded.namespace_uid, records = excluded.records,
                fence = excluded.fence, at = excluded.at WHERE excluded.at >= marks.at\
            """;

    private Projections() {}

    static void clear(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String table : TABLES) {
                s.executeUpdate("DELETE FROM " + table);
            }
        }
    }

    static void apply(Connection c, long id, Event e) throws SQLException {
        JsonNode b = e.body();
        long at = e.at().toEpochMilli();
        String environment = e.environment();
        if (environment == null) {
            return;
        }
        switch (e.type()) {
            case EventTypes.DEPLOYMENT_STARTED -> {
                if (e.service() != null && b.hasNonNull("deployment")) {
                    run(
                            c,
                            STARTED,
                            text(b, "deployment"),
                            environment,
                            e.service(),
                            text(b, "digest"),
                            at,
                            text(b, "kind"),
                            e.source());
                }
            }
            case EventTypes.DEPLOYMENT_ENDED -> {
                if (e.service() != null && b.hasNonNull("deployment")) {
                    run(
                            c,
                            ENDED,
                            text(b, "deployment"),
                            environment,
                            e.service(),
                            text(b, "digest"),
                            at,
                            text(b, "outcome"),
                            text(b, "kind"),
                            e.source());
                }
            }
            case EventTypes.STEP_INTENT ->
                    run(
                            c,
                            INTENT,
                            environment,
                            text(b, "step"),
                            e.service(),
                            e.promotion(),
                            e.actor(),
                            at,
                            b.path("intent").toString());
            case EventTypes.STEP_OUTCOME ->
                    run(
                            c,
                            OUTCOME,
                            environment,
                            text(b, "step"),
                            e.service(),
                            e.promotion(),
                            text(b, "outcome"),
                            at,
                            b.path("result").toString());
            case EventTypes.ASSESSED ->
                    run(
                            c,
                            ASSESSED,
                            id,
                            text(b, "hash"),
                            environment,
                            e.service(),
                            text(b, "digest"),
                            e.actor(),
                            text(b, "input"),
                            text(b, "findings"),
                            text(b, "engine"),
                            at);
            case EventTypes.MARK ->
                    run(
                            c,
                            MARK,
                            environment,
                            text(b, "namespaceUid"),
                            b.path("records").asLong(),
                            b.path("fence").asLong(),
                            at);
            default -> {
                // kept as an event alone
            }
        }
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.hasNonNull(field) ? body.get(field).asText() : null;
    }

    private static void run(Connection c, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement p = c.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                switch (values[i]) {
                    case null -> p.setNull(i + 1, Types.NULL);
                    case Long n -> p.setLong(i + 1, n);
                    case Object o -> p.setString(i + 1, o.toString());
                }
            }
            p.executeUpdate();
        }
    }
}
