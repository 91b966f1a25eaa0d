/**
 * A Kubernetes API server of the practice world, in this process: small, honest, in world time. It
 * answers the requests that the product and a few kubectl commands send, as the real server does,
 * and refuses what it doesn't know.
 */
@NullMarked
package dev.drawbridge.practice.kube;

import org.jspecify.annotations.NullMarked;
