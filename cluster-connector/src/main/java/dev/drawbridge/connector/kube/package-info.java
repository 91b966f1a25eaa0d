/**
 * Kubernetes: kubeconfig, identity, rights, server time, requests with typed failures, watches,
 * owners of fields.
 */
@NullMarked
package dev.drawbridge.connector.kube;

import org.jspecify.annotations.NullMarked;
