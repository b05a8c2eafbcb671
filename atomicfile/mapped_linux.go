package atomicfile

import (
	"fmt"
	"os"
)

// overflowID is what the kernel shows in place of an owner or a group that has
// no number in the user namespace of the process (user_namespaces(7)).
const overflowID = 65534

// mapped reports whether a file that seems to be of the user or group id can
// be given to that again. In a user namespace it may be of somebody else, whose
// number there is none, and must not become nobody's.
func mapped(kind string, id int) bool {
	if id != overflowID {
		return true
	}
	text, err := os.ReadFile("/proc/self/" + kind + "_map")
	if err != nil {
		return true
	}
	return mapsAll(string(text))
}

// mapsAll reports whether a map has all numbers, each as itself.
func mapsAll(text string) bool {
	var inside, outside, n int64
	_, err := fmt.Sscan(text, &inside, &outside, &n)
	return err == nil && inside == 0 && outside == 0 && n >= 1<<32-1
}
