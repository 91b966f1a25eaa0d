package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.rollout.RollbackPlan;

/**
 * A rollback that a person looks at before they do it.
 *
 * @param from the promotion beside which they asked for it: its service and environment are meant
 * @param plan what it would do
 */
record Back(PromotionResult from, Shown<RollbackPlan> plan) {}
