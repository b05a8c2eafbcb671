package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The numbers of calls in the packages that generate writes.
var curve = []int{1_000, 10_000, 100_000}

// The kinds of packages that the curve is measured on.
var kinds = []struct {
	name  string
	sinks bool
}{{"two of ten create files", true}, {"nothing imported can create files", false}}

// generate writes a package of a module of its own to dir. It has the number of
// calls asked for, ten in each function. If sinks is true, two of ten create
// files; otherwise nothing that the package imports can.
func generate(dir string, calls int, sinks bool) error {
	var b strings.Builder
	b.WriteString("package app\n\nimport (\n\t\"path/filepath\"\n\t\"strings\"\n")
	if sinks {
		b.WriteString("\t\"os\"\n")
	}
	b.WriteString(")\n\n")
	for i := range calls / 10 {
		fmt.Fprintf(&b, "func save%d(name string, data []byte) error {\n\tpath := strings.Clone(name)\n", i)
		for n := range 7 {
			fmt.Fprintf(&b, "\tpath = filepath.Join(path, \"dir%d\")\n", n)
		}
		if sinks {
			b.WriteString("\tif err := os.WriteFile(path, data, 0o644); err != nil {\n\t\treturn err\n\t}\n" +
				"\treturn os.WriteFile(name, data, 0o644)\n}\n\n")
		} else {
			b.WriteString("\tif strings.HasPrefix(path, \"/\") {\n\t\treturn nil\n\t}\n\t_ = strings.Clone(path)\n\treturn nil\n}\n\n")
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/app\n\ngo 1.26\n"), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "app.go"), []byte(b.String()), 0o666)
}
