package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the reviews that kubectl sends as protobuf only ({@code auth whoami}, {@code auth can-i}):
 * the envelope of k8s.io/apimachinery/pkg/runtime/generated.proto, and the specs of
 * k8s.io/api/authorization/v1/generated.proto. All their fields are messages or strings.
 */
final class ReviewProtobuf {
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final List<String> RESOURCE =
            List.of("namespace", "verb", "group", "version", "resource", "subresource", "name");

    private final byte[] bytes;
    private int at;
    private final int end;

    private ReviewProtobuf(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * @throws ApiException 400 if the bytes aren't such a review
     */
    static ObjectNode read(byte[] body) {
        if (body.length < MAGIC.length
                || !new String(body, 0, 4, StandardCharsets.ISO_8859_1).equals("k8s\0")) {
            throw malformed();
        }
        ReviewProtobuf envelope = new ReviewProtobuf(body, MAGIC.length, body.length);
        Map<Integer, ReviewProtobuf> parts = envelope.fields();
        ObjectNode review = Json.object();
        ReviewProtobuf type = parts.get(1);
        ReviewProtobuf raw = parts.get(2);
        if (type == null || raw == null) {
            throw malformed();
        }
        type.strings(review, List.of("apiVersion", "kind"));
        ReviewProtobuf spec = raw.fields().get(2);
        if (spec != null) {
            spec(review.putObject("spec"), spec, review.path("kind").asText());
        }
        return review;
    }

    private static void spec(ObjectNode spec, ReviewProtobuf message, String kind) {
        switch (kind) {
            case "SelfSubjectReview" -> {}
            case "SelfSubjectRulesReview" -> message.strings(spec, List.of("namespace"));
            case "SelfSubjectAccessReview" -> {
                Map<Integer, ReviewProtobuf> parts = message.fields();
                ReviewProtobuf resource = parts.get(1);
                ReviewProtobuf path = parts.get(2);
                if (resource != null) {
                    resource.strings(spec.putObject("resourceAttributes"), RESOURCE);
                }
                if (path != null) {
                    path.strings(spec.putObject("nonResourceAttributes"), List.of("path", "verb"));
                }
            }
            default -> throw ApiException.notServed("a " + kind + " in protobuf");
        }
    }

    private void strings(ObjectNode into, List<String> names) {
        fields().forEach((number, part) -> {
            if (number <= names.size()) {
                into.put(names.get(number - 1), part.text());
            }
        });
    }

    private String text() {
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    /** The last of each length-delimited field; fields of other types are passed over. */
    private Map<Integer, ReviewProtobuf> fields() {
        Map<Integer, ReviewProtobuf> fields = new HashMap<>();
        int start = at;
        while (at < end) {
            long tag = varint();
            switch ((int) (tag & 7)) {
                case 0 -> varint();
                case 2 -> {
                    long length = varint();
                    if (length < 0 || length > end - at) {
                        throw malformed();
                    }
                    fields.put((int) (tag >>> 3), new ReviewProtobuf(bytes, at, at + (int) length));
                    at += (int) length;
                }
                default -> throw malformed();
            }
        }
        at = start;
        return fields;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64 && at < end; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static ApiException malformed() {
        return ApiException.badRequest("the body of the request isn't a review in protobuf");
    }
}
