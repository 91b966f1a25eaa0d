package dev.drawbridge.delivery.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number under which a workload is written, and whose it is. It only grows; a writer with a
 * lower one is refused by the fence policy, and by its own conflict where there is no policy.
 *
 * @param number grows by one with each owner
 * @param owner the promotion or the rollback, such as {@code production/checkout-3f2a91c0-1}
 */
public record Fence(long number, String owner) {
    /** The annotation that carries it. */
    public static final String ANNOTATION = "drawbridge.dev/fence";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})/(.+)");

    /** Reads an annotation's value; empty for a value that is no fence. */
    public static Optional<Fence> parse(String value) {
        Matcher matcher = FORM.matcher(value);
        return matcher.matches()
                ? Optional.of(new Fence(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** The fence an object carries. */
    public static Optional<Fence> of(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION))
                .flatMap(Fence::parse);
    }

    /** The number an object carries, 0 where it carries none. */
    public static long numberOn(HasMetadata object) {
        return of(object).map(Fence::number).orElse(0L);
    }

    @Override
    public String toString() {
        return number + "/" + owner;
    }
}
