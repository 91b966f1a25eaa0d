# METADATA
# title: Collections
# description: |
#   Named choices of rules. Each lists its complete rules; one with a rule that a build lacks can't be used in that build.
package drawbridge.collections

catalogue := {
	"minimal": {
		"title": "What every release should show: what it is, who built it, whether it was scanned and tested",
		"rules": [
			"image.digest_pinned",
			"image.no_mutable_tag",
			"image.registry_allowed",
			"image.signature_trusted",
			"k8s.pss.privileged",
			"test.unit_passed",
			"vuln.no_blocking_cve",
			"vuln.scan_recent_for_digest",
		],
	},
	"change-basic": {
		"title": "How a change comes in: seen by a second person, outside freezes, proven in the environment before",
		"rules": [
			"change.four_eyes",
			"change.outside_freeze",
			"change.promotion_order_same_digest",
		],
	},
	"slsa": {
		"title": "Where the image was built, from what, and by whom",
		"rules": [
			"image.signature_trusted",
			"slsa.builder_trusted_level",
			"slsa.no_unknown_parameters",
			"slsa.provenance_present_signed",
			"slsa.source_matches_commit",
		],
	},
	"change-management": {
		"title": "How a change comes in, with its review and its record",
		"rules": [
			"change.four_eyes",
			"change.outside_freeze",
			"change.peer_reviewed",
			"change.promotion_order_same_digest",
			"change.record_complete",
		],
	},
	"pod-security-baseline": {
		"title": "The Pod Security Standards' baseline, check by check",
		"rules": [
			"k8s.pss.apparmor",
			"k8s.pss.capabilities",
			"k8s.pss.host_namespaces",
			"k8s.pss.host_path_volumes",
			"k8s.pss.host_ports",
			"k8s.pss.host_probes_and_lifecycle",
			"k8s.pss.host_process",
			"k8s.pss.privileged",
			"k8s.pss.proc_mount",
			"k8s.pss.seccomp",
			"k8s.pss.selinux",
			"k8s.pss.sysctls",
		],
	},
}
