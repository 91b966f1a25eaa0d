package dev.drawbridge.delivery.setup;

import java.util.function.Consumer;

/** One act, and the words it is refused with; no words: it is allowed. */
record PolicyCase(String name, String refusal, Consumer<ShopCluster> act) {
    @Override
    public String toString() {
        return name + (refusal.isEmpty() ? ": allowed" : ": refused");
    }

    static PolicyCase allowed(String name, Consumer<ShopCluster> act) {
        return new PolicyCase(name, "", act);
    }

    static PolicyCase refused(String name, String words, Consumer<ShopCluster> act) {
        return new PolicyCase(name, words, act);
    }
}
