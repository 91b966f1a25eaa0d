# METADATA
# title: Images are pinned by digest
# description: |
#   The image that goes into the workload is named by its SHA-256 digest, and by the one that was assessed. A tag can be
#   moved after everything was checked; a digest can't. The pod's other containers are looked at too.
# custom:
#   id: image.digest_pinned
#   controls:
#     - SSDF 1.1 PS.2.1
#     - NIST SP 800-53 r5 CM-2
#     - NIST SP 800-53 r5 SI-7(1)
#     - PCI DSS 4.0.1 6.5.1
#     - SOC 2 CC8.1
#     - CIS Kubernetes 1.12 5.5.1
#   remedy: Write the image as REPOSITORY@sha256:DIGEST in the workload's manifest.
#   remedy_cant_tell: See that the namespace has the workload and the container that the workspace names, and that you may read them ('drawbridge connect test').
#   depends: []
#   parameters:
#     - name: strict
#       type: boolean
#       default: false
#       meaning: Refuse where another container of the pod isn't pinned, instead of warning
package drawbridge.rules.image_digest_pinned

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

manifest := input.evidence.manifest

released := input.service.workload.container

report contains lib.finding(meta, "fine", released, message, []) if {
	pinned
	message := $"The image is named by the digest that was assessed, {input.candidate.digest}."
}

report contains lib.finding(meta, "deny", released, message, ["released image"]) if {
	not pinned
	message := $"The image is written as {input.candidate.reference}; wanted is a reference by {input.candidate.digest}."
}

report contains lib.finding(meta, unpinned_level, container.name, message, [container.image]) if {
	lib.usable(manifest.document)
	some container in manifest.containers
	not lib.is_released(container)
	lib.image(container.image).digest == ""
	message := $"The container {container.name} ({container.type}) runs {container.image}, which names no digest; wanted is one."
}

report contains lib.unjudged(meta, "pod template", "pod template", document, [$"manifest {document.state}"]) if {
	document := manifest.document
	not lib.usable(document)
}

pinned if {
	digest := lib.image(input.candidate.reference).digest
	digest != ""
	digest == input.candidate.digest
}

unpinned_level := "deny" if lib.parameter(meta, "strict")

unpinned_level := "warn" if lib.parameter(meta, "strict") == false
