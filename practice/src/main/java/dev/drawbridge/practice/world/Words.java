package dev.drawbridge.practice.world;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Words in messages: what someone may have meant, and how long text is cut. */
final class Words {
    private Words() {}

    /** The known word that is at most two edits, and less than half of it, away. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > 60) {
            return Optional.empty();
        }
        return known.stream()
                .filter(k -> distance(word, k) <= Math.min(2, k.length() / 2))
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    /** Text as it may stand in a sentence. */
    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 90 ? line : line.substring(0, 90) + " and so on";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
