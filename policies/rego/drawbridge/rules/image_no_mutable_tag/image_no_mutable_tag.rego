# METADATA
# title: No image rests on a movable tag
# description: |
#   An image that isn't named by digest must at least carry a tag that isn't made to be moved. No tag means latest.
# custom:
#   id: image.no_mutable_tag
#   controls:
#     - SSDF 1.1 PS.3.1
#     - NIST SP 800-53 r5 CM-2
#     - PCI DSS 4.0.1 6.5.1
#     - SOC 2 CC8.1
#   remedy: Name the image by digest, or by the tag of one version.
#   remedy_cant_tell: See that the namespace has the workload and the container that the workspace names, and that you may read them ('drawbridge connect test').
#   depends: []
#   parameters:
#     - name: tags
#       type: strings
#       default: [latest, main, master, develop, dev, edge, nightly, stable, staging, production, prod]
#       meaning: Tags that are moved from build to build
package drawbridge.rules.image_no_mutable_tag

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

manifest := input.evidence.manifest

movable := lib.parameter(meta, "tags")

images contains {"container": input.service.workload.container, "reference": input.candidate.reference}

images contains {"container": container.name, "reference": container.image} if {
	lib.usable(manifest.document)
	some container in manifest.containers
	not lib.is_released(container)
}

resting contains object.union(each, {"tag": tag}) if {
	some each in images
	taken := lib.image(each.reference)
	taken.digest == ""
	tag := shown(taken.tag)
	tag in array.concat(movable, ["latest"])
}

report contains lib.finding(meta, "deny", each.container, message, [each.reference]) if {
	is_array(movable)
	some each in resting
	message := $"The container {each.container} runs {each.reference}, by the tag {each.tag}, which can be moved; wanted is a digest or a version."
}

report contains lib.finding(meta, "fine", "pod template", message, []) if {
	is_array(movable)
	lib.usable(manifest.document)
	count(resting) == 0
	message := $"None of {lib.counted(count(images), "image", "images")} rests on a tag that can be moved."
}

report contains lib.unjudged(meta, "pod template", "pod template", document, [$"manifest {document.state}"]) if {
	document := manifest.document
	not lib.usable(document)
}

shown("") := "latest"

shown(tag) := tag if tag != ""
