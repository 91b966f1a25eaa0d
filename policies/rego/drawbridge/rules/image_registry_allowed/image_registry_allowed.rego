# METADATA
# title: Images come from allowed registries
# description: |
#   The candidate comes from a registry that is allowed; where none is named, from that of the service's image in the
#   workspace. The pod's other containers are held to the list where one is given, and warned of where not.
# custom:
#   id: image.registry_allowed
#   controls:
#     - SSDF 1.1 PW.4.1
#     - NIST SP 800-53 r5 CM-7(5)
#     - NIST SP 800-53 r5 SR-3
#     - SOC 2 CC6.8
#   remedy: Push the image to an allowed registry and run it from there, or have the registry added to hosts.
#   remedy_cant_tell: See that the namespace has the workload and the container that the workspace names, and that you may read them ('drawbridge connect test').
#   depends: []
#   parameters:
#     - name: hosts
#       type: strings
#       default: []
#       meaning: Allowed registries, HOST or HOST:PORT; empty for that of the service's image
package drawbridge.rules.image_registry_allowed

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

manifest := input.evidence.manifest

named := lib.parameter(meta, "hosts")

allowed := named if count(named) > 0

allowed := [lib.image(input.service.image).host] if count(named) == 0

candidate_hosts := {input.candidate.host, lib.image(input.candidate.reference).host}

report contains lib.finding(meta, "fine", input.service.workload.container, message, []) if {
	every host in candidate_hosts {
		host in allowed
	}
	message := $"The image comes from {input.candidate.host}, which is allowed."
}

report contains lib.finding(meta, "deny", input.service.workload.container, message, [host]) if {
	some host in candidate_hosts
	not host in allowed
	message := $"The image comes from {host}; allowed is {lib.either(allowed)}."
}

report contains lib.finding(meta, other_level, container.name, message, [host]) if {
	lib.usable(manifest.document)
	some container in manifest.containers
	not lib.is_released(container)
	host := lib.image(container.image).host
	not host in allowed
	message := $"The container {container.name} ({container.type}) runs {container.image} from {host}; allowed is {lib.either(allowed)}."
}

report contains lib.unjudged(meta, "pod template", "pod template", document, [$"manifest {document.state}"]) if {
	document := manifest.document
	not lib.usable(document)
}

other_level := "deny" if count(named) > 0

other_level := "warn" if count(named) == 0
