package dev.drawbridge.app.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningLineTest {

    @ParameterizedTest
    @CsvSource({
        "True, ReplicaSetUpdated, true",
        "True, NewReplicaSetCreated, true",
        "True, NewReplicaSetAvailable, false",
        "False, ProgressDeadlineExceeded, false"
    })
    void anUpdateUnderWayIsNoDefectUntilItsDeadline(String status, String reason, boolean rolling) {
        Deployment deployment =
                new DeploymentBuilder()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Progressing")
                        .withStatus(status)
                        .withReason(reason)
                        .endCondition()
                        .endStatus()
                        .build();

        assertThat(RunningLine.rolling(deployment)).isEqualTo(rolling);
    }
}
