# METADATA
# title: What the rules share
# description: Findings, parameters, evidence and text. Time is compared as whole seconds that the input brings.
package drawbridge.lib

# Clocks may differ by this much before a date counts as being in the future.
future_tolerance := 300

# A finding, joined from a rule's annotations and what the rule saw.
finding(meta, level, subject, message, facts) := object.union(
	{
		"id": meta.custom.id,
		"title": meta.title,
		"level": effective_level(meta, level),
		"controls": meta.custom.controls,
		"subject": subject,
		"message": message,
		"remedy": remedy(meta, level),
		"facts": sort(facts),
		"depends": meta.custom.depends,
	},
	effective_on(meta),
)

# What to do about it: where the rule can't tell, what would let it tell.
remedy(meta, "cant-tell") := meta.custom.remedy_cant_tell

remedy(meta, level) := meta.custom.remedy if level != "cant-tell"

effective_on(meta) := {"effectiveOn": meta.custom.effective_on}

effective_on(meta) := {} if not meta.custom.effective_on

effective_level(meta, level) := "warn" if not_yet_effective(meta, level)

effective_level(meta, level) := level if not not_yet_effective(meta, level)

not_yet_effective(meta, level) if {
	level == "deny"
	meta.custom.effective_on > input.now
}

# A rule's parameter as the environment sets it, else its default; undefined where it is of another type or no known value.
parameter(meta, name) := value if {
	some declared in meta.custom.parameters
	declared.name == name
	set := object.get(input.environment.parameters, meta.custom.id, {})
	value := object.get(set, name, declared["default"])
	of_type(value, declared.type)
	of_values(value, declared)
}

of_type(value, "string") if is_string(value)

of_type(value, "boolean") if is_boolean(value)

of_type(value, "integer") if {
	is_number(value)
	value >= 0
	value == floor(value)
}

of_type(value, "strings") if {
	is_array(value)
	every each in value {
		is_string(each)
	}
}

# A value is among those that the parameter knows, where it names any.
of_values(_, declared) if not declared.values

of_values(value, declared) if value in declared.values

of_values(value, declared) if {
	is_array(value)
	every each in value {
		each in declared.values
	}
}

# A document can be judged on. What nobody signed counts only where the environment isn't protected.
usable(document) if document.state == "read"

usable(document) if {
	document.state == "claimed"
	not input.environment.protected
}

# The level of a rule that can't judge on its document.
unusable_level("invalid") := "deny"

unusable_level(state) := "cant-tell" if state != "invalid"

# What a rule reports that can't judge on its document.
unjudged(meta, kind, subject, document, facts) := object.union(
	finding(meta, unusable_level(document.state), subject, unusable_text(kind, document), facts),
	{"remedy": document_remedy(meta, document.state)},
)

document_remedy(_, "unreachable") := "See with 'drawbridge connect test' what doesn't answer, and ask again when it does."

document_remedy(meta, state) := remedy(meta, "cant-tell") if state != "unreachable"

state_words := {
	"read": "was read",
	"missing": "is missing",
	"invalid": "carries a signature that doesn't verify",
	"untrusted": "is signed by nobody who is trusted for it",
	"claimed": "is signed by nobody, which isn't enough here",
	"unreadable": "can't be read",
	"unreachable": "can't be reached",
}

# Why a document can't be judged on.
unusable_text(kind, document) := $"The {kind} {state_words[document.state]}{reason(document)}."

# The reason that came with a state, ready to be appended; it may end with a full stop of its own.
reason(document) := $": {text}" if text := trim_suffix(document.why, ".")

reason(document) := "" if not document.why

# What a message must add where the document is nobody's word.
note(document) := " (on trust: nobody signed it)" if document.state == "claimed"

note(document) := "" if document.state != "claimed"

# The dates a document carries, by name.
dates(document) := {name: document[name] |
	some name in ["made", "databaseMade", "firstSeen"]
	is_number(document[name])
}

# The oldest date of a document, which its age counts from; undefined where it doesn't say when it was made.
oldest(document) := min([date | some date in dates(document)]) if is_number(document.made)

# A document carries a date that lies in the future.
from_future(document) if {
	some date in dates(document)
	date > input.now + future_tolerance
}

# The date of a document that lies furthest in the future.
newest(document) := max([date | some date in dates(document)])

# The container that the candidate goes into.
is_released(container) if {
	container.type == "container"
	container.name == input.service.workload.container
}

# An image reference taken apart.
image(reference) := {
	"host": host(name),
	"tag": tag(name),
	"digest": digest(reference),
} if {
	name := split(reference, "@")[0]
}

host(name) := split(name, "/")[0] if names_host(name)

host(name) := "docker.io" if not names_host(name)

# The part before the first slash is a host if it couldn't be the name of a repository (as registries' clients tell it).
names_host(name) if {
	contains(name, "/")
	like_host(split(name, "/")[0])
}

like_host("localhost")

like_host(first) if contains(first, ".")

like_host(first) if contains(first, ":")

tag(name) := parts[1] if {
	segments := split(name, "/")
	parts := split(segments[count(segments) - 1], ":")
	count(parts) == 2
}

tag(name) := "" if {
	segments := split(name, "/")
	not contains(segments[count(segments) - 1], ":")
}

digest(reference) := split(reference, "@")[1] if names_digest(reference)

digest(reference) := "" if not names_digest(reference)

# Without regular expressions, which cost a compilation each time in WebAssembly.
names_digest(reference) if {
	parts := split(reference, "@")
	count(parts) == 2
	startswith(parts[1], "sha256:")
	digits := trim_prefix(parts[1], "sha256:")
	count(digits) == 64
	trim(digits, "0123456789abcdef") == ""
}

# Words joined as a sentence lists them.
listed(words) := concat(", ", sort(words)) if count(words) > 0

listed(words) := "none" if count(words) == 0

# Alternatives joined as a sentence lists them.
either(words) := concat(" or ", sort(words))

# One thing or several of them, with their count.
counted(1, one, _) := $"1 {one}"

counted(n, _, many) := $"{n} {many}" if n != 1
