// Package message knows what the messages of the analyzer say that its drivers
// tell apart.
package message

import "strings"

// Trusted is the end of what a message says about the file that can be left
// half-written, if code takes that for a finished one.
const Trusted = "takes it for finished if it exists"

// IsTrusted reports whether a message says so.
func IsTrusted(message string) bool { return strings.Contains(message, Trusted+"; ") }
