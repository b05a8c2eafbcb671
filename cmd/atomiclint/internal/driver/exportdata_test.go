package driver

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

// archive returns the name of a file like those of a compiler, with export data
// that begins with header.
func archive(t *testing.T, header string) string {
	t.Helper()
	definition := "go object linux amd64 go1.26\n\n\n$$B\n" + header + "\n$$\n"
	text := fmt.Sprintf("!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10d`\n%s", "__.PKGDEF", "0", "0", "0", "644", len(definition), definition)
	file := filepath.Join(t.TempDir(), "export.a")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// unified returns the first bytes of export data of a version.
func unified(version uint32) string {
	return "u" + string(binary.LittleEndian.AppendUint32(nil, version))
}

// TestReadable checks which export data is taken for readable.
func TestReadable(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       bool
	}{
		{"of this compiler", exportFileOf(t, "errors"), true},
		{"newest version", archive(t, unified(maxExportVersion)), true},
		{"version to come", archive(t, unified(maxExportVersion+1)), false},
		{"another format", archive(t, "x1234"), false},
		{"cut off", archive(t, "u\x00"), false},
		{"no archive", "exportdata_test.go", false},
		{"no file", "nosuch.a", false},
	} {
		if got := readable(test.file); got != test.want {
			t.Errorf("%s: got readable %v, want %v", test.name, got, test.want)
		}
	}
}

func exportFileOf(t *testing.T, pkg string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-f", "{{.Export}}", pkg).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// TestMaxExportVersion checks that the version is the newest that gcexportdata
// reads: it complains of the version above, and of that one for another reason.
func TestMaxExportVersion(t *testing.T) {
	complaint := func(version uint32) string {
		_, err := gcexportdata.Read(bytes.NewReader([]byte(unified(version))), token.NewFileSet(), make(map[string]*types.Package), "p")
		return fmt.Sprint(err)
	}
	const reason = "greater than maximum supported version"
	if got := complaint(maxExportVersion); strings.Contains(got, reason) {
		t.Errorf("version %d: got %s, want another error", maxExportVersion, got)
	}
	if got := complaint(maxExportVersion + 1); !strings.Contains(got, reason) {
		t.Errorf("version %d: got %s, want %q", maxExportVersion+1, got, reason)
	}
}
