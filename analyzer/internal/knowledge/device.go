package knowledge

import "strings"

// devicePrefixes are what paths begin with that lead to no file on a disk.
var devicePrefixes = []string{"/dev/", "/proc/", "/sys/", `\\.\`, `\\?\pipe\`}

// deviceNames are the names that Windows keeps for devices.
var deviceNames = map[string]bool{"NUL": true, "CON": true, "CONIN$": true, "CONOUT$": true}

// IsDevice reports whether the path name leads to a device, a pipe or a file of
// the kernel. /dev/shm has ordinary files.
func IsDevice(name string) bool {
	if strings.HasPrefix(name, "/dev/shm/") {
		return false
	}
	for _, prefix := range devicePrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return deviceNames[strings.ToUpper(name)]
}
