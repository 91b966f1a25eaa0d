package dev.drawbridge.delivery.records;

/**
 * Names that follow from what a record is about, so that doing a thing twice collides in the API
 * server instead of counting twice.
 */
public final class RecordNames {
    private static final int LONGEST_SERVICE = 40;

    private RecordNames() {}

    /** The {@code n}th request of a digest for a service: {@code checkout-3f2a91c0-1}. */
    public static String request(String service, String digest, int n) {
        return brief(service) + "-" + hex(digest) + "-" + n;
    }

    /** One approval a person, request and assessment. */
    public static String approval(String request, String user, String assessment) {
        return "approval-" + request + "-" + hash(user) + "-" + hex(assessment);
    }

    /** One refusal a person and request. */
    public static String refusal(String request, String user) {
        return "refusal-" + request + "-" + hash(user);
    }

    /** The {@code n}th grant of a request. */
    public static String grant(String request, int n) {
        return "grant-" + request + "-" + n;
    }

    /** The {@code n}th step under a grant or a rollback. */
    public static String step(String restsOn, int n) {
        return "step-" + restsOn + "-" + n;
    }

    /** What became of a step. */
    public static String stepDone(String step) {
        return step + "-done";
    }

    /** How a grant or a rollback ended: there is one. */
    public static String outcome(String restsOn) {
        return "outcome-" + restsOn;
    }

    /** The rollback of a service at a fence: the number only grows, so names don't collide. */
    public static String rollback(String service, long fence) {
        return "rollback-" + brief(service) + "-" + fence;
    }

    /** The {@code n}th freeze of an environment. */
    public static String freeze(int n) {
        return "freeze-" + n;
    }

    /** The end of another record. */
    public static String end(String record) {
        return "end-" + record;
    }

    /** A service's name, shortened with a hash where it would make other names too long. */
    private static String brief(String service) {
        return service.length() <= LONGEST_SERVICE
                ? service
                : service.substring(0, LONGEST_SERVICE - 9) + "-" + hash(service);
    }

    private static String hash(String text) {
        return RecordJson.sha256(text).substring(0, 8);
    }

    /** The first eight digits of a {@code sha256:<hex>}. */
    private static String hex(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.length() <= 8 ? hex : hex.substring(0, 8);
    }
}
