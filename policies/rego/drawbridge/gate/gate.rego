# METADATA
# title: The gate
# description: |
#   What the chosen rules report. Which rules those are follows from the environment's collections; that no freeze stands
#   is always among them, and four eyes where the environment is protected or names approvals.
package drawbridge.gate

# METADATA
# entrypoint: true
# description: The findings of every chosen rule, in no order.
findings contains found if {
	some id in chosen
	some found in data.drawbridge.rules[replace(id, ".", "_")].report
}

chosen contains id if {
	some name in input.environment.collections
	some id in data.drawbridge.collections.catalogue[name].rules
}

chosen contains "change.outside_freeze"

chosen contains "change.four_eyes" if input.environment.protected

chosen contains "change.four_eyes" if count(input.environment.approvalsNeeded) > 0
