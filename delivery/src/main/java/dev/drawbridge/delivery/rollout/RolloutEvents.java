package dev.drawbridge.delivery.rollout;

/**
 * What a rollout tells those who watch it. Called from the thread that drives it; must return
 * quickly.
 */
public interface RolloutEvents {
    /** Tells nobody. */
    RolloutEvents NONE =
            new RolloutEvents() {
                @Override
                public void step(String what) {}

                @Override
                public void progress(Progress progress) {}
            };

    /** Something was done, in one line. */
    void step(String what);

    /** Pods turned; told only when something changed. */
    void progress(Progress progress);
}
