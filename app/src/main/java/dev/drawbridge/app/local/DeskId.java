package dev.drawbridge.app.local;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The name of this desk in Leases and records: one for the machine's user, with an ending for the
 * process.
 */
public final class DeskId {

    private static final String FILE = "desk-id";

    private DeskId() {}

    /**
     * This process' desk id, such as {@code desk-3f2a91c0-7b12}: no two processes share one, so
     * that two of one person's don't take each other's Lease.
     */
    public static String of(DataFolder folder, RandomGenerator random) {
        String id =
                folder.read(FILE)
                        .filter(text -> text.matches("desk-[0-9a-f]{8}"))
                        .orElseGet(() -> {
                            String made = "desk-" + HexFormat.of().toHexDigits(random.nextInt());
                            folder.write(FILE, made);
                            return made;
                        });
        return id + "-" + HexFormat.of().toHexDigits((short) random.nextInt());
    }
}
