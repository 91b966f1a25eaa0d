package dev.drawbridge.delivery.workspace;

/**
 * Where an environment's records are kept.
 *
 * @param namespace in an unprotected environment its own namespace by default; in a protected one a
 *     namespace of its own
 * @param onTrust the cluster can't hold the records policy; approvals count all the same, and
 *     everything says "on trust"
 */
public record RecordsPlace(String namespace, boolean onTrust) {}
