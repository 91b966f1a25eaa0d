package dev.drawbridge.delivery;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.RecordsMark;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.workload.Journal;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadReader;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;

/**
 * One environment as this desk reaches it: its cluster, its records, its workloads.
 *
 * @param environment what the workspace says of it
 * @param cluster the connection, in the person's own credentials
 * @param records the environment's records
 * @param mark notices where they went back, by this desk's history
 * @param list its release list
 * @param reader reads workloads
 * @param writer writes them
 * @param journal the write-ahead journal of acts here
 */
public record Site(
        Environment environment,
        ClusterConnection cluster,
        RecordStore records,
        RecordsMark mark,
        ReleaseList list,
        WorkloadReader reader,
        WorkloadWriter writer,
        Journal journal) {

    /** The environment through a connection that is open. */
    public static Site of(Environment environment, ClusterConnection cluster, History history) {
        RecordStore store = new RecordStore(cluster, environment.recordsNamespace());
        WorkloadReader reader = new WorkloadReader(cluster);
        return new Site(
                environment,
                cluster,
                store,
                new RecordsMark(
                        environment.name(), cluster, environment.recordsNamespace(), history),
                new ReleaseList(cluster, environment.recordsNamespace()),
                reader,
                new WorkloadWriter(cluster, reader),
                new Journal(environment.name(), cluster, store, history));
    }

    /** Where a service runs here. */
    public WorkloadPlace place(Service service) {
        return new WorkloadPlace(
                environment.namespace(),
                service.workloadName(environment),
                service.containerName(environment));
    }

    /** The release list's key of a digest of a service here. */
    public String listKey(Service service, String digest) {
        return ReleaseList.key(
                digest, service.workloadName(environment), service.containerName(environment));
    }

    /** The id by which people name a promotion here. */
    public String id(String request) {
        return environment.name() + "/" + request;
    }
}
