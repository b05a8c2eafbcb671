package rewrite

import (
	"strings"
	"testing"
)

func TestInterfaceWith(t *testing.T) {
	for methods, want := range map[string]string{
		"": "Writer", "Write": "Writer", "WriteString": "StringWriter", "WriteAt": "WriterAt", "ReadFrom": "ReaderFrom", "Write Seek": "WriteSeeker", "Seek": "WriteSeeker", "Read Write": "ReadWriter", "Read": "ReadWriter", "Read Seek": "ReadWriteSeeker",
		"Read Write Seek": "ReadWriteSeeker", "Close": "", "Write WriteString": "", "Sync": "",
	} {
		needs := make(map[string]bool)
		for _, m := range strings.Fields(methods) {
			needs[m] = true
		}
		if got := interfaceWith(needs); got != want {
			t.Errorf("%q: got %s, want %s", methods, got, want)
		}
	}
}
