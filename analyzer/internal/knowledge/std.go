package knowledge

import (
	"strings"
)

// IsStd reports whether importPath belongs to the standard library: its first
// element has no dot.
func IsStd(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}
