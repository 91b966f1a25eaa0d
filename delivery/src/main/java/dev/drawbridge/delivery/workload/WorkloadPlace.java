package dev.drawbridge.delivery.workload;

/**
 * Where a service runs in an environment.
 *
 * @param namespace the application's namespace
 * @param name the Deployment's name
 * @param container the container whose image is released
 */
public record WorkloadPlace(String namespace, String name, String container) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
