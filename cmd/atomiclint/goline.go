package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/driver"
	"github.com/atomiclint/atomiclint/internal/module"
)

// checkModules returns an error, a line for each module, if the fixes cannot be
// built in the modules of their files, or would change there what other code
// means.
func checkModules(p *plan, writer string) error {
	var errs []error
	var seen []string
	for _, f := range p.sorted() {
		switch {
		case f.module == nil:
			return fmt.Errorf("%s is in no module, and could not import %s: go mod init makes one; nothing was changed", shortName(f.name), writer)
		case slices.Contains(seen, f.module.Path):
			continue
		}
		seen = append(seen, f.module.Path)
		if err := checkGoLine(f.module, writer); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// moduleAround returns the module that the directory is in, or nil.
func moduleAround(dir string) *packages.Module {
	file := filepath.Join(driver.ModuleRoot(dir), "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	mod, err := modfile.ParseLax(file, data, nil)
	if err != nil || mod.Module == nil {
		return nil
	}
	m := &packages.Module{Path: mod.Module.Mod.Path, GoMod: file}
	if mod.Go != nil {
		m.GoVersion = mod.Go.Version
	}
	return m
}

// checkGoLine returns an error if m has to have a newer go line to require the
// module of the writer, of which this command knows the go line only if it is
// its own.
func checkGoLine(m *packages.Module, writer string) error {
	if !strings.HasPrefix(writer, module.Path()+"/") || m.Path == module.Path() || !older(goLine(m), module.Go) {
		return nil
	}
	file := shortName(m.GoMod)
	if toolchain := stuckToolchain(filepath.Dir(m.GoMod)); toolchain != "" {
		return fmt.Errorf("%s needs go %s, %s says go %s, and the Go in use is %s: get Go %s, then run this again; nothing was changed",
			writer, module.Go, file, goLine(m), toolchain, module.Go)
	}
	effect := "the language changes with it"
	if older(goLine(m), "1.22") {
		effect = "from go 1.22 on each iteration of a loop has its own variables"
	}
	return fmt.Errorf("%s needs go %s, %s says go %s, and %s: run go get go@%[2]s, test, then run this again; nothing was changed",
		writer, module.Go, file, goLine(m), effect)
}

// goLine returns the version in the go line of m, which is 1.16 if there is
// none.
func goLine(m *packages.Module) string {
	if m.GoVersion == "" {
		return "1.16"
	}
	return m.GoVersion
}

// older reports whether have is an older language than want.
func older(have, want string) bool {
	return version.Compare(version.Lang("go"+have), version.Lang("go"+want)) < 0
}

// stuckToolchain returns the version of the Go in use in dir if it is older
// than the writer needs and must not be replaced by a newer one, or "".
func stuckToolchain(dir string) string {
	cmd := exec.Command("go", "env", "-json", "GOVERSION", "GOTOOLCHAIN")
	cmd.Dir = dir
	out, err := cmd.Output()
	var env toolchain
	if err != nil || json.Unmarshal(out, &env) != nil || !env.stuck() {
		return ""
	}
	return strings.TrimPrefix(env.GOVERSION, "go") + " (GOTOOLCHAIN=" + env.GOTOOLCHAIN + ")"
}

// A toolchain is what go env says of the Go in use.
type toolchain struct{ GOVERSION, GOTOOLCHAIN string }

// stuck reports whether the Go is older than the writer needs, and go get cannot
// switch to another ("go help toolchain").
func (t toolchain) stuck() bool {
	_, mode, ok := strings.Cut(t.GOTOOLCHAIN, "+")
	if !ok {
		mode = t.GOTOOLCHAIN
	}
	switches := mode == "" || mode == "auto" || mode == "path"
	return !switches && older(strings.TrimPrefix(t.GOVERSION, "go"), module.Go)
}
