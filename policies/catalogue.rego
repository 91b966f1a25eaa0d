# The catalogue, from the annotations that 'opa inspect' finds in the pack (the input) and from the pack's collections.
package catalogue

import data.drawbridge.collections

document := {
	"pack": input.manifest.revision,
	"rules": [rule(annotations) | some annotations in by_id],
	"collections": [entry |
		some name, collection in collections.catalogue
		entry := object.union({"name": name}, collection)
	],
}

# An object iterates by its sorted keys.
by_id := {each.annotations.custom.id: each.annotations |
	some each in input.annotations
	each.annotations.custom.id
}

rule(annotations) := object.union(
	{
		"id": annotations.custom.id,
		"title": annotations.title,
		"description": annotations.description,
		"controls": annotations.custom.controls,
		"remedy": annotations.custom.remedy,
		"remedyCantTell": annotations.custom.remedy_cant_tell,
		"depends": annotations.custom.depends,
		"parameters": annotations.custom.parameters,
	},
	{"effectiveOn": on | on := annotations.custom.effective_on},
)
