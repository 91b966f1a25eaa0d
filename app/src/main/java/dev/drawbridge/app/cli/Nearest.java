package dev.drawbridge.app.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the words that somebody may have meant. */
final class Nearest {

    private Nearest() {}

    /**
     * At most two known words of which no more than a third of the letters differ, the nearest
     * first.
     */
    static List<String> of(String word, Collection<String> known) {
        String given = bare(word);
        return known.stream()
                .filter(k -> bare(k).length() > 1)
                .filter(k -> distance(given, bare(k)) <= Math.max(1, bare(k).length() / 3))
                .sorted(
                        Comparator.<String>comparingInt(k -> distance(given, bare(k)))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(2)
                .toList();
    }

    private static String bare(String word) {
        String name = word.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
        int equals = name.indexOf('=');
        return equals < 0 ? name : name.substring(0, equals);
    }

    /** Levenshtein's: letters to insert, delete or replace until one word is the other. */
    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
            }
            last = now;
        }
        return last[b.length()];
    }
}
