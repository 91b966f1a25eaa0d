/**
 * What happened: bringing records and ReplicaSets into this desk's history, and finding changes
 * nobody recorded.
 */
@NullMarked
package dev.drawbridge.delivery.history;

import org.jspecify.annotations.NullMarked;
