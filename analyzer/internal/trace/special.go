package trace

import (
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// literal returns the origin of a path that begins with the constant text.
func literal(text string) origin {
	switch {
	case text == "" || strings.HasPrefix(text, "$"): // what is shown to people in the place of a name
		return unset
	case knowledge.IsDevice(text):
		return Special
	case knowledge.InTemporaryDir(text):
		return Temporary
	}
	return output
}
