package trace

import "strings"

// literal returns the origin of a path that begins with the constant text.
func literal(text string) origin {
	if text == "" || strings.HasPrefix(text, "$") { // what is shown to people in the place of a name
		return unset
	}
	for _, prefix := range []string{"/dev/", "/proc/", "/sys/", `\\.\`, `\\?\pipe\`} {
		if strings.HasPrefix(text, prefix) && !strings.HasPrefix(text, "/dev/shm/") {
			return Special
		}
	}
	switch strings.ToUpper(text) {
	case "NUL", "CON", "CONIN$", "CONOUT$":
		return Special
	}
	for _, dir := range []string{"/tmp", "/var/tmp", "/dev/shm"} {
		if text == dir || strings.HasPrefix(text, dir+"/") {
			return Temporary
		}
	}
	return output
}
