# METADATA
# title: No container is privileged
# description: |
#   No container of the pod template, init and ephemeral ones included, runs privileged, which would switch off most of what
#   keeps it from the node (Pod Security Standards, baseline).
# custom:
#   id: k8s.pss.privileged
#   controls:
#     - SSDF 1.1 PW.9.1
#     - NIST SP 800-53 r5 AC-6
#     - NIST SP 800-53 r5 CM-6
#     - NIST SP 800-53 r5 CM-7
#     - PCI DSS 4.0.1 2.2.1
#     - SOC 2 CC6.1
#     - CIS Kubernetes 1.12 5.2.2
#   remedy: Take securityContext.privileged out of the container, or set it to false, and give it the single right it needs.
#   remedy_cant_tell: See that the namespace has the workload and the container that the workspace names, and that you may read them ('drawbridge connect test').
#   depends: []
#   parameters: []
package drawbridge.rules.k8s_pss_privileged

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

manifest := input.evidence.manifest

privileged contains container if {
	some container in manifest.containers
	container.privileged
}

report contains lib.unjudged(meta, "pod template", "pod template", document, [$"manifest {document.state}"]) if {
	document := manifest.document
	not lib.usable(document)
}

report contains lib.finding(meta, "cant-tell", "pod template", message, ["no containers"]) if {
	lib.usable(manifest.document)
	count(manifest.containers) == 0
	message := "The pod template shows no containers; wanted is at least one."
}

report contains lib.finding(meta, "deny", container.name, message, [container.name]) if {
	lib.usable(manifest.document)
	some container in privileged
	message := $"The container {container.name} ({container.type}) has privileged: true; wanted is false or unset."
}

report contains lib.finding(meta, "fine", "pod template", message, []) if {
	lib.usable(manifest.document)
	count(manifest.containers) > 0
	count(privileged) == 0
	message := $"None of {lib.counted(count(manifest.containers), "container", "containers")} is privileged."
}
