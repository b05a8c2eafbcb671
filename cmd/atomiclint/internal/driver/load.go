package driver

import (
	"errors"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Packages are the packages that match some patterns.
type Packages struct {
	// Sound are those that can be analyzed.
	Sound []*packages.Package

	// Faults has a line about each of the others, as far as it is known. It
	// grows when packages are analyzed.
	Faults []string

	// Remark is what else there is to say, or "". Nothing is missing for it.
	Remark string

	patterns []string
	tests    bool
}

// Load asks the go command for the packages that match the patterns, and for
// the export data of what they import. With tests their tests belong to them.
func Load(patterns []string, tests bool) (*Packages, error) {
	p := &Packages{patterns: patterns, tests: tests}
	initial, err := p.load(packages.NeedExportFile)
	if err != nil {
		return nil, err
	}
	var faults []fault
	for _, pkg := range initial {
		f := faultOf(pkg)
		switch i := slices.IndexFunc(faults, f.sameCause); {
		case f.text == "":
			p.Sound = append(p.Sound, pkg)
		case strings.HasSuffix(pkg.ID, ".test"): // what go test makes; the package itself says it better
		case i < 0:
			faults = append(faults, f)
		case !slices.Contains(faults[i].pkgs, pkg.PkgPath):
			faults[i].pkgs = append(faults[i].pkgs, pkg.PkgPath)
		}
	}
	for _, f := range faults {
		p.Faults = append(p.Faults, f.String())
	}
	return p, nil
}

// A fault is why packages cannot be analyzed.
type fault struct {
	pkgs  []string
	needs string // the package that they depend on and with which something is wrong, or "" for themselves
	text  string // what is wrong, or "" for nothing
}

// sameCause reports whether one line says g and f.
func (f fault) sameCause(g fault) bool { return f.needs == g.needs && f.text == g.text }

func (f fault) String() string {
	switch {
	case f.needs == "":
		return f.text
	case len(f.pkgs) == 1:
		return fmt.Sprintf("%s is left out, for it needs %s: %s", f.pkgs[0], f.needs, f.text)
	}
	return fmt.Sprintf("%s and %d more are left out, for they need %s: %s", f.pkgs[0], len(f.pkgs)-1, f.needs, f.text)
}

// load asks for the packages, and for what else mode says of them.
func (p *Packages) load(mode packages.LoadMode) ([]*packages.Package, error) {
	initial, err := packages.Load(&packages.Config{
		Mode: mode | packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypesSizes | packages.NeedModule | packages.NeedForTest,
		Tests: p.tests,
	}, p.patterns...)
	if err != nil {
		return nil, loadError(err)
	}
	if len(initial) == 0 {
		return nil, fmt.Errorf("%s matched no packages%s", strings.Join(p.patterns, " "), moduleHint())
	}
	return initial, nil
}

// loadError returns what kept the go command from listing the packages, in one
// line: what it said itself, or how it ended if it said nothing.
func loadError(err error) error {
	if _, err := exec.LookPath("go"); err != nil {
		return fmt.Errorf("the go command, which lists the packages, cannot be run: %w", err)
	}
	how, said, _ := strings.Cut(err.Error(), "stderr: ")
	if strings.TrimSpace(said) != "" {
		return errors.New(oneLine(said))
	}
	how = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(how), "err: "), ":")
	return errors.New("the go command, which lists the packages, failed: " + oneLine(how))
}

// oneLine returns text without its line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// faultOf returns what is wrong with pkg, or with a package that it depends on.
func faultOf(pkg *packages.Package) fault {
	f := fault{pkgs: []string{pkg.PkgPath}}
	if said := complaint(pkg); said != "" {
		switch {
		case pkg.Name == "" || len(pkg.GoFiles) == 0:
			f.text = said + directoryHint(pkg.PkgPath) + moduleHint() // which names what there is no package of
		case pkg.ForTest != "":
			f.text = fmt.Sprintf("%s does not compile with its tests: %s", pkg.ForTest, said)
		default:
			f.text = fmt.Sprintf("%s does not compile: %s", pkg.PkgPath, said)
		}
		return f
	}
	packages.Visit([]*packages.Package{pkg}, nil, func(dep *packages.Package) {
		if said := complaint(dep); said != "" && f.text == "" {
			f.needs, f.text = dep.PkgPath, said
		}
	})
	return f
}

// directoryHint returns what else to say of an import path that leads nowhere,
// if it is a directory that was meant.
func directoryHint(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() || build.IsLocalImport(path) || filepath.IsAbs(path) {
		return ""
	}
	return fmt.Sprintf("; write ./%s for the directory", path)
}

// moduleHint returns what else to say where there is no module, and so no package
// but of files that are named one by one.
func moduleHint() string {
	dir, err := os.Getwd()
	if work := os.Getenv("GOWORK"); err != nil || work != "" && work != "off" {
		return ""
	}
	for {
		for _, name := range []string{"go.mod", "go.work"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return ""
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "; there is no go.mod here or above: go mod init makes one, or name the files"
		}
		dir = parent
	}
}

// complaint returns the first error of pkg itself in one line, and how many
// there are besides.
func complaint(pkg *packages.Package) string {
	if pkg.Module != nil && pkg.Module.Error != nil {
		return oneLine(pkg.Module.Error.Err)
	}
	first, more := "", 0
	for _, e := range pkg.Errors {
		text := e.Msg
		if e.Pos != "" && e.Pos != "-" {
			text = e.Pos + ": " + text
		}
		for line := range strings.Lines(text) {
			switch line = strings.TrimRight(line, "\n"); {
			case line == "" || strings.HasPrefix(line, "# "):
			case first == "":
				first = line
			case line[0] != '\t':
				more++
			}
		}
	}
	if more > 0 {
		return fmt.Sprintf("%s (and %d more)", first, more)
	}
	return first
}
